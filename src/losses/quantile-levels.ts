/** Levels of quantiles: two that differ by less are the same, since (1 − 0.9)/2 is not 0.05 in binary64. */
const SAME = 1e-9;

/** Levels that stand for any, where a loss is asked for what does not depend on them. */
export const USUAL_LEVELS: readonly number[] = [0.25, 0.5, 0.75];

/** The place of the level in the list; -1 where it is not there. */
export function placeOfLevel(levels: readonly number[], level: number): number {
  return levels.findIndex((other) => Math.abs(other - level) <= SAME);
}
