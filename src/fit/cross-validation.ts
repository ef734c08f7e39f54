/** The mean over folds of the loss on the rows left out, with its standard error over the folds. */
import { inputError } from "../errors.ts";
import type { FitOutcome } from "./types.ts";

/** `lossWithout` fits all rows but those of a fold and gives the loss on these; null where they have no weight. */
export function crossValidation(
  folds: readonly number[],
  lossWithout: (fold: number) => number | null,
): NonNullable<FitOutcome["crossValidation"]> {
  if (folds.length < 2) {
    throw inputError(`cross-validation takes rows in at least 2 folds, found ${folds.length}`);
  }
  const losses = folds.map(lossWithout).filter((loss) => loss !== null);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  const count = losses.length;
  return {
    folds: losses,
    mean,
    standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : null,
  };
}
