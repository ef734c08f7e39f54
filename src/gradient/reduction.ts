/** From a row's numbers to its part of the sum or mean over all rows. */
import { Rational } from "../accumulate/rational.ts";

export type Reduction = "none" | "mean" | "sum";

/** Keeps a sum of weights that is beyond the range of numbers inside it. */
const DOWN = 2 ** -64;
/** A product from here on has lost no bits below the range of numbers. */
const NORMAL = 2 ** -1022;

/** Changes a column of numbers in place; NaN, which stands for no number, stays. */
export type Reducer = (column: Float64Array, weights: Float64Array | null, rows: number) => void;

/**
 * `none` changes nothing; `sum` is times w, `mean` times w/sum(w), where `total` is sum(w). A row of weight 0 gives 0,
 * also where its number is infinite. Where the weights add up to 0 there is no mean, and every number becomes NaN.
 * Numbers are rounded twice at most, in an unweighted mean once.
 */
export function reducer(reduction: Reduction, total: Rational | null): Reducer {
  if (reduction === "none") return () => {};
  if (reduction === "sum") return over((value, weight) => value * weight);
  if (total === null) throw new TypeError("a mean needs the sum of the weights");
  if (total.sign() === 0) return (column, _, rows) => void column.fill(Number.NaN, 0, rows);
  const scale = total.toNumber() === Infinity ? DOWN : 1;
  const divisor = total.times(Rational.fromNumber(scale)).toNumber();
  return over((value, weight) => {
    const scaled = weight * scale;
    const product = value * scaled;
    const size = Math.abs(product);
    if ((size >= NORMAL && size < Infinity) || !Number.isFinite(value)) return product / divisor;
    // Dividing first loses no bits that matter, since a weight is no larger than the sum of all.
    return value * (scaled / divisor);
  });
}

function over(reduce: (value: number, weight: number) => number): Reducer {
  return (column, weights, rows) => {
    for (let row = 0; row < rows; row++) {
      const value = column[row] as number;
      const weight = weights === null ? 1 : (weights[row] as number);
      column[row] = weight === 0 && !Number.isNaN(value) ? 0 : reduce(value, weight);
    }
  };
}
