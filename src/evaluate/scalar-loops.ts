/** The loops of functions of a row: of those that are known functions of the residual the kernel's, where that is faster. */
import { Residuals } from "../kernel/residuals.ts";
import { type Shared, type SharedLoop, sharedLoops } from "../losses/loops.ts";
import { type ResidualValue, residualValue } from "../losses/residual-values.ts";
import type { ScalarValue } from "../losses/types.ts";

/** From so many rows on the kernel is faster. */
const WORTH_THE_KERNEL = 512;

/** As `sharedLoops`, to the last bit. Made anew each time: keep them. */
export function scalarLoops(losses: readonly ScalarValue[]): Shared<ScalarValue, SharedLoop>[] {
  const known = losses.flatMap((of) => {
    const value = residualValue(of);
    return value === undefined ? [] : [{ of, value }];
  });
  const others = losses.filter((of) => residualValue(of) === undefined);
  const loops = sharedLoops(others);
  return known.length === 0 ? loops : [{ of: known.map(({ of }) => of), loop: kernelLoop(known) }, ...loops];
}

function kernelLoop(
  known: readonly { readonly of: ScalarValue; readonly value: ResidualValue }[],
): SharedLoop {
  const functions = known.map(({ of }) => of);
  let kernel: Residuals | undefined;
  let loops: Shared<ScalarValue, SharedLoop>[] | undefined;
  return (labels, predictions, rows, outs) => {
    if (rows >= WORTH_THE_KERNEL) {
      kernel ??= new Residuals();
      kernel.compute(
        labels,
        predictions,
        rows,
        known.map(({ value }, i) => ({ value, out: outs[i]! })),
      );
      return;
    }
    loops ??= sharedLoops(functions);
    for (const { of, loop } of loops) {
      loop(
        labels,
        predictions,
        rows,
        of.map((each) => outs[functions.indexOf(each)]!),
      );
    }
  };
}
