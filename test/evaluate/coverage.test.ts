/** Intervals of 95% hold the truth in 93 to 97% of samples, of a seed; `npm run coverage` takes more samples. */
import { describe, expect, test } from "vitest";
import { coverage } from "./coverage.ts";

describe("an interval of 95% holds the truth in 93 to 97 of 100 samples", () => {
  test.each([...coverage(1000, 400, 7)])("%s", (_, share) => {
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });
});
