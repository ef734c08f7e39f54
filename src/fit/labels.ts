/** Labels that a loss can't take. */
import { createMeasure, type LossChoice } from "../losses/spec.ts";

/** What was expected and found, for the first such label among the first `rows`; null where all are fine. */
export function labelFault(choice: LossChoice, labels: Float64Array, rows: number): string | null {
  const { label: domain } = createMeasure(choice).domain;
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    let expected: string | null = null;
    if (domain.kind === "real") {
      const { low, high, lowOpen, highOpen } = domain.interval;
      const inside = (lowOpen ? label > low : label >= low) && (highOpen ? label < high : label <= high);
      if (!inside) expected = lowOpen ? `a number above ${low}` : `a number of at least ${low}`;
    } else if (domain.kind === "binary" || domain.kind === "sign") {
      const hard = label === 0 || label === 1 || (domain.kind === "sign" && label === -1);
      const soft = domain.soft && label >= 0 && label <= 1;
      if (!hard && !soft) expected = domain.kind === "sign" ? "0 or 1, or -1 or 1" : "0 or 1";
    }
    if (expected !== null) return `${choice.key} takes ${expected}, found ${label}`;
  }
  return null;
}
