// Least squares of the task `fit` for programs that have none: they add up products, and these equations are solved here.

const FEATURES = Array.from({ length: 20 }, (_, j) => `x${j + 1}`);
export const COLUMNS = [...FEATURES, "y"];

/** What a query has to add up: `{name, factors}`, one factor or two; besides it counts the rows as `n`. */
export const SUMS = COLUMNS.flatMap((a, i) => [
  { name: `s_${a}`, factors: [a] },
  ...COLUMNS.slice(i).map((b) => ({ name: `p_${a}_${b}`, factors: [a, b] })),
]);

/** The same as SQL. */
export const SQL_SUMS = `count(*) AS n, ${SUMS.map(({ name, factors }) => `sum(${factors.join(" * ")}) AS ${name}`).join(", ")}`;

/**
 * The coefficients by name, from a row of sums.
 * @param {Readonly<Record<string, number | bigint>>} row
 */
export function coefficients(row) {
  const n = Number(row.n);
  const mean = Object.fromEntries(COLUMNS.map((name) => [name, Number(row[`s_${name}`]) / n]));
  const covariance = (a, b) => {
    const [first, second] = COLUMNS.indexOf(a) <= COLUMNS.indexOf(b) ? [a, b] : [b, a];
    return Number(row[`p_${first}_${second}`]) / n - mean[a] * mean[b];
  };
  const matrix = FEATURES.map((a) => [...FEATURES.map((b) => covariance(a, b)), covariance(a, "y")]);
  // Gauss and Jordan: covariances need no pivots.
  for (const [i, row] of matrix.entries()) {
    const pivot = row[i];
    for (let k = i; k < row.length; k++) row[k] /= pivot;
    for (const [j, other] of matrix.entries()) {
      if (j === i) continue;
      const factor = other[i];
      for (let k = i; k < other.length; k++) other[k] -= factor * row[k];
    }
  }
  const found = FEATURES.map((name, j) => [name, matrix[j].at(-1)]);
  const intercept = found.reduce((rest, [name, value]) => rest - value * mean[name], mean.y);
  return { intercept, ...Object.fromEntries(found) };
}
