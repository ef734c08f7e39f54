/**
 * The account of clipped probabilities: how many rows needed a probability that was lifted to eps, and how much of
 * the total loss those rows are. A clipped mean without it can't be told from an honest one.
 */
import type { Interval, Parameter, Totals } from "./types.ts";

const EPS_RANGE: Interval = { low: 0, high: 0.5, highOpen: true };

/** The optional parameter of losses with logarithms of probabilities. */
export const EPS: Parameter = {
  name: "eps",
  about: "probabilities below it count as it, and the report counts them; without it nothing is clipped",
  interval: EPS_RANGE,
};

/** Keys of the two terms: a count of clipped rows, and the sum of their losses. */
export function clippingKeys(key: string) {
  return { rows: `${key}:clipped-rows`, loss: `${key}:clipped-loss` };
}

/** `key` is that of the loss's own sum. */
export function clippingDetails(key: string, totals: Totals) {
  const keys = clippingKeys(key);
  const clippedRows = totals.count(keys.rows);
  const clippedShare = clippedRows === 0 ? 0 : totals.sum(keys.loss).over(totals.sum(key)).toNumber();
  return { clippedRows, clippedShare };
}
