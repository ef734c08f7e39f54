// What the peers written in JavaScript have in common.

/** Of the task `multi`, whose label is one of them and whose columns `p_0` and on are their probabilities. */
export const CLASSES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Prints a query's rows as one object of named numbers: a row's columns, or `mse north` where there is a row for
 * each segment.
 */
export function printNumbers(task, rows) {
  const numbers = rows.flatMap(({ segment, ...columns }) =>
    Object.entries(columns).map(([name, value]) => [
      task === "group" ? `${name} ${segment}` : name,
      Number(value),
    ]),
  );
  console.log(JSON.stringify(Object.fromEntries(numbers)));
}
