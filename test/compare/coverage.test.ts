/** Intervals of differences and of replicates hold the truth in 93 to 97% of samples, of a seed; `npm run coverage` takes more. */
import { describe, expect, test } from "vitest";
import { differenceCoverage, replicateCoverage } from "./coverage.ts";

const formulas = { samples: 600, rows: 200, seed: 3 };
/** Of one loss: a sample takes as long as so many replicates do. */
const replicates = { samples: 600, rows: 100, seed: 4, only: ["mae"] };

describe.each([
  { kind: "of a difference, by formulas", shares: differenceCoverage(formulas, null) },
  { kind: "of a difference, from replicates", shares: differenceCoverage(replicates, 200) },
  { kind: "of a loss, from replicates", shares: replicateCoverage(replicates, 200) },
])("an interval of 95% $kind holds the truth in 93 to 97 of 100 samples", ({ shares }) => {
  test.each([...shares])("%s", (_, share) => {
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });
});
