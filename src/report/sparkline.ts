/** A curve in a line of text. */

const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * The values as blocks from the lowest to the highest. More values than `columns` are thinned out so that the
 * first ones, where a descent is steepest, get more room: places are even in the logarithm.
 */
export function sparkline(values: readonly number[], columns: number): string {
  const shown = values.length <= columns ? values : thinned(values, columns);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of shown) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return shown
    .map((value) => {
      const height = high > low ? (value - low) / (high - low) : 0;
      return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor(height * BLOCKS.length))];
    })
    .join("");
}

function thinned(values: readonly number[], columns: number): number[] {
  let before = -1;
  return Array.from({ length: columns }, (_, column) => {
    const even = Math.round(values.length ** (column / (columns - 1))) - 1;
    // Each place once, and room for those that follow.
    before = Math.min(Math.max(even, before + 1), values.length - columns + column);
    return values[before] as number;
  });
}
