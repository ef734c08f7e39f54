/** The optional parameter of the focal losses of two classes. */
import { UNIT } from "./build.ts";
import type { Parameter } from "./types.ts";

export const ALPHA: Parameter = {
  name: "alpha",
  about: "the weight of positive rows, 1 − alpha that of negative ones; without it both count 1",
  interval: UNIT,
};

/** What the terms of positive and negative labels are multiplied with. */
export function classWeights(alpha: number | string | undefined): { positive: number; negative: number } {
  if (alpha === undefined) return { positive: 1, negative: 1 };
  return { positive: Number(alpha), negative: 1 - Number(alpha) };
}
