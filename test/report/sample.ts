/** Reports to print, small by default. */
import { dictionary, type LossResult, type Report, type Slice } from "../../src/report/types.ts";

export const losses = (entries: Record<string, LossResult | number>): Report["losses"] =>
  dictionary(
    Object.entries(entries).map(([key, result]) => [
      key,
      typeof result === "number" ? { value: result } : result,
    ]),
  );

export const slice = (
  by: readonly (readonly [string, string])[],
  used: number,
  results: Record<string, LossResult | number>,
): Slice => ({
  by: dictionary(by),
  rows: { read: used, used, skipped: {} },
  losses: losses(results),
});

export function sample(parts: Partial<Report> = {}): Report {
  return {
    schema: "lossctl.report/1",
    tool: { name: "lossctl", version: "1.2.3" },
    inputs: ["preds.csv"],
    columns: { label: "y_true", prediction: "y_pred", weight: null, by: [] },
    rows: { read: 442, used: 442, skipped: {} },
    losses: losses({ mse: 2912.4123, mae: 43.94012, r2: 0.511234 }),
    slices: [],
    located: [],
    gates: [],
    verdict: null,
    ...parts,
  };
}

export const byRegion = { label: "y_true", prediction: "y_pred", weight: null, by: ["region"] };

/** Texts that break careless printing: markup, quotes, newlines, wide, combining and reversing characters. */
export const HARD_TEXTS = [
  "",
  "__proto__",
  "日本の北海道",
  "a\nb",
  "\r",
  "tab\there",
  '"quoted", with comma',
  "a|b",
  "`*_<b>_*`",
  "👩‍👩‍👧‍👦",
  "é́",
  "\u202Egnp.exe",
  "\u001B[31mred",
  "\u0000",
  "\uD800",
  " space ",
];
