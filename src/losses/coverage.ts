import { mean, meanEstimate, REAL, REAL_LABEL } from "./build.ts";
import { placeOfLevel } from "./quantile-levels.ts";
import type { Definition, Parameters, VectorMeasure } from "./types.ts";

/**
 * Coverage: the share of rows whose label lies in the central prediction interval of a level. It should be that level.
 *
 * Formula     [p_low ≤ y ≤ p_high], the columns at the levels (1 − level)/2 and (1 + level)/2
 * Domain      any label, any predictions
 * Traits      no gradient: a step in p
 * Convention  ends included; levels match within 1e-9
 * Reference   Christoffersen, Evaluating interval forecasts (1998)
 * Example     y = 10, p = (8, 13) at the levels 0.05 and 0.95 gives 1
 */
export const coverage: Definition = Object.freeze<Definition>({
  id: "coverage",
  aliases: [],
  title: "coverage of a prediction interval",
  task: "regression",
  topics: ["quantile"],
  expects: "value",
  formula: "[p_low ≤ y ≤ p_high], at the levels (1 − level)/2 and (1 + level)/2",
  convention: "ends included; both levels have to be among the columns",
  reference: "Christoffersen, Evaluating interval forecasts (1998)",
  parameters: [
    {
      name: "level",
      about: "the share of labels that the interval is to hold",
      interval: { low: 0, high: 1, lowOpen: true, highOpen: true },
      default: 0.9,
    },
  ],
  traits: () => null,
  example: { label: 10, prediction: [8, 13], levels: [0.05, 0.95], value: 1 },
  create: (parameters) => covered(Number(parameters.level), ends(parameters)),
  quantiles: {
    wide: (parameters, _key, levels) => covered(Number(parameters.level), levels),
    expectedLevels: (parameters, levels) => {
      const [low, high] = ends(parameters);
      const missing = [low, high].filter((level) => placeOfLevel(levels, level) < 0);
      return missing.length === 0
        ? null
        : `the levels ${shown(low)} and ${shown(high)}, found ${levels.join(", ")}`;
    },
    long: "it needs both ends of an interval in one row, a column for each level",
  },
});

function ends({ level }: Parameters): readonly [number, number] {
  return [(1 - Number(level)) / 2, (1 + Number(level)) / 2];
}

/** Without the digits that the arithmetic of the levels leaves. */
function shown(level: number): number {
  return Number(level.toPrecision(9));
}

function covered(level: number, levels: readonly number[]): VectorMeasure {
  const [low, high] = ends({ level }).map((end) => placeOfLevel(levels, end)) as [number, number];
  const key = `coverage:level=${level}:levels=${levels}`;
  return {
    shape: "vector",
    domain: { label: REAL_LABEL, prediction: REAL },
    minimumColumns: levels.length,
    columns: levels.length,
    terms: [
      {
        key,
        fold: "vector-sum",
        of: (label, prediction) => {
          const y = label[0] as number;
          return (prediction[low] as number) <= y && y <= (prediction[high] as number) ? 1 : 0;
        },
      },
    ],
    better: "higher",
    finish: (totals) => mean(key, totals),
    estimate: meanEstimate(key),
    indicators: true,
  };
}
