/** The interval of a loss where it has one. */
import type { ConfidenceInterval, LossResult } from "../report/types.ts";

export function intervalOf(result: LossResult | undefined): ConfidenceInterval | null {
  return result?.interval ?? null;
}
