/** The interval of a loss where the report has one. */
import type { LossResult } from "../report/types.ts";

export interface Interval {
  readonly level: number;
  readonly low: number;
  readonly high: number;
}

export function intervalOf(result: LossResult | undefined): Interval | null {
  const { interval } = (result ?? {}) as { readonly interval?: Interval | null };
  return interval ?? null;
}
