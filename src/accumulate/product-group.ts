/** Products of the same few columns, folded together: the same sums as one by one, in less time. */
import { PRODUCT_COLUMNS, PRODUCT_SUMS, sumProducts } from "../kernel/product-sums.ts";
import type { ProductAccumulator } from "./product.ts";
import type { FoldColumns } from "./types.ts";

/** From so many rows, and so many products of three and four factors, on it is faster. */
const WORTH_ROWS = 1024;
const WORTH_PRODUCTS = 2;

/**
 * Folds rows `from` to `to` - 1 of the columns of each of the accumulators. Returns false, and folds nothing, where that
 * is not worth it.
 */
export function addTogether(
  accumulators: readonly ProductAccumulator[],
  columns: readonly FoldColumns[],
  from: number,
  to: number,
): boolean {
  const long = columns.filter(({ third }) => third !== null).length;
  const weighted = columns.some(({ weights }) => weights !== null);
  if (to - from < WORTH_ROWS || long < WORTH_PRODUCTS || weighted || columns.length > PRODUCT_SUMS)
    return false;
  const distinct: Float64Array[] = [];
  const terms = columns.map(({ first, second, third, fourth = null }) =>
    [first, second, third, fourth]
      .filter((factor) => factor !== null)
      .map((factor) => {
        if (!distinct.includes(factor)) distinct.push(factor);
        return distinct.indexOf(factor);
      }),
  );
  if (distinct.length > PRODUCT_COLUMNS) return false;
  sumProducts(
    distinct,
    terms,
    from,
    to,
    (term, sum) => accumulators[term]!.addSum(sum),
    (start, end) => {
      for (const [term, accumulator] of accumulators.entries()) accumulator.add(columns[term]!, start, end);
    },
  );
  return true;
}
