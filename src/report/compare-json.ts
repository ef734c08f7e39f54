/** `lossctl.compare/1` as JSON. */
import type {
  CompareReport,
  ConfidenceInterval,
  Difference,
  LossComparison,
  LossComparisons,
  MarginResult,
  PairTest,
} from "./compare-types.ts";
import { type Json, type JsonObject, jsonText, rowFields, valueFields } from "./json.ts";
import type { SliceTexts } from "./types.ts";

/** The document, which ends in a newline. */
export function renderCompareJson(report: CompareReport): string {
  const { columns, losses, slices, contributions, gates } = report;
  return jsonText(
    new Map<string, Json>([
      ["schema", report.schema],
      ["tool", new Map(Object.entries(report.tool))],
      ["inputs", report.inputs],
      ["models", report.models],
      ["reference", report.reference],
      [
        "columns",
        new Map<string, Json>([
          ["label", columns.label],
          ["prediction", new Map(Object.entries(columns.prediction))],
          ["weight", columns.weight],
          ...given("variance", columns.variance),
          ...given("level", columns.level),
          ...given("levels", columns.levels),
          ...given("id", columns.id),
          ["by", columns.by],
          ...given("labelCoding", columns.labelCoding),
        ]),
      ],
      ...given("dialect", report.dialect),
      ["rows", rowFields(report.rows)],
      ...given("lags", report.lags),
      ...(report.bootstrap === undefined
        ? []
        : [["bootstrap", new Map<string, Json>(Object.entries(report.bootstrap))] as const]),
      ["losses", lossFields(losses)],
      [
        "slices",
        slices.map(
          (slice) =>
            new Map<string, Json>([
              ["by", sliceTexts(columns.by, slice.by)],
              ["rows", rowFields(slice.rows)],
              ["losses", lossFields(slice.losses)],
            ]),
        ),
      ],
      [
        "contributions",
        contributions.map(
          ({ loss, model, slice, contribution, share }) =>
            new Map<string, Json>([
              ["loss", loss],
              ["model", model],
              ["slice", sliceTexts(columns.by, slice)],
              ["contribution", contribution],
              ["share", share],
              ...(share === null ? [["reason", "there is no total difference"] as const] : []),
            ]),
        ),
      ],
      ["gates", gates.map((gate) => marginFields(gate))],
      ["verdict", report.verdict],
    ]),
  );
}

function given(name: string, value: Json | undefined): [string, Json][] {
  return value === undefined ? [] : [[name, value]];
}

function sliceTexts(by: readonly string[], texts: SliceTexts): JsonObject {
  return new Map(by.map((name) => [name, texts[name] ?? ""]));
}

function lossFields(losses: LossComparisons): JsonObject {
  return new Map(Object.entries(losses).map(([key, comparison]) => [key, comparisonFields(comparison)]));
}

function comparisonFields({ better, values, reasons, differences }: LossComparison): JsonObject {
  return new Map<string, Json>([
    ["better", better],
    ["values", new Map(Object.entries(values))],
    ...(reasons === undefined ? [] : [["reasons", new Map(Object.entries(reasons))] as const]),
    ["differences", differences.map(differenceFields)],
  ]);
}

function differenceFields(difference: Difference): JsonObject {
  const { reason, intervalReason, relativeReason, adjustedPValue, rowWins, mcnemar, signTest, longRun } =
    difference;
  return new Map<string, Json>([
    ["model", difference.model],
    ["reference", difference.reference],
    ["difference", difference.difference],
    ...given("reason", reason),
    ["standardError", difference.standardError],
    ["interval", intervalFields(difference.interval)],
    ...given("intervalReason", intervalReason),
    ["relative", difference.relative],
    ...given("relativeReason", relativeReason),
    ["pValue", difference.pValue],
    ...given("adjustedPValue", adjustedPValue),
    ...(rowWins === undefined ? [] : [["rowWins", new Map(Object.entries(rowWins))] as const]),
    ...(mcnemar === undefined ? [] : [["mcnemar", testFields(mcnemar)] as const]),
    ...(signTest === undefined ? [] : [["signTest", testFields(signTest)] as const]),
    ...(longRun === undefined ? [] : [["longRun", new Map<string, Json>(Object.entries(longRun))] as const]),
    ["verdict", difference.verdict],
  ]);
}

export function intervalFields(interval: ConfidenceInterval | null): Json {
  if (interval === null) return null;
  const { level, low, high, method } = interval;
  return new Map<string, Json>([["level", level], ["low", low], ["high", high], ...given("method", method)]);
}

function testFields({ better, worse, pValue, reason }: PairTest): JsonObject {
  return new Map<string, Json>([
    ["better", better],
    ["worse", worse],
    ["pValue", pValue],
    ...given("reason", reason),
  ]);
}

function marginFields(gate: MarginResult): JsonObject {
  const { rule, loss, slice, model, reference, value, reason, interval, limit, unit, verdict, rowsNeeded } =
    gate;
  return new Map<string, Json>([
    ["rule", rule],
    ["loss", loss],
    ["slice", slice],
    ["model", model],
    ["reference", reference],
    ...valueFields(value, reason),
    ["interval", intervalFields(interval)],
    ...(value === null ? [] : given("intervalReason", reason)),
    ["limit", limit],
    ["unit", unit],
    ["verdict", verdict],
    ...given("rowsNeeded", rowsNeeded),
  ]);
}
