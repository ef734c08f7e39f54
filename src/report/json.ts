/** `lossctl.report/1` as JSON. What fits a line stands on one, so that a person can read it too. */
import type {
  GateResult,
  LocatedRow,
  LossResult,
  LossResults,
  Report,
  ReportColumns,
  SliceTexts,
  Uncertainty,
  WorstSummary,
} from "./types.ts";

const LINE = 140;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** Fields in their order. Not an object: that would move names like `1` to the front. */
export type JsonObject = ReadonlyMap<string, Json>;

/**
 * The report as a JSON document that ends in a newline. Numbers are shortest round-trip, infinite ones the texts
 * "Infinity" and "-Infinity".
 */
export function renderJson(report: Report): string {
  return jsonText(reportFields(report));
}

/** A whole document, which ends in a newline. */
export function jsonText(json: JsonObject): string {
  return `${indented(json, "")}\n`;
}

/** JSON on one line. */
export function inline(json: Json): string {
  if (typeof json === "number") return jsonNumber(json);
  if (json instanceof Map) {
    const fields = [...json].map(([key, value]) => `${JSON.stringify(key)}: ${inline(value)}`);
    return `{${fields.join(", ")}}`;
  }
  if (Array.isArray(json)) return `[${json.map(inline).join(", ")}]`;
  return JSON.stringify(json);
}

/** The value, then the reason where there is none, as the first fields of an object. */
export function valueFields(
  value: number | null,
  reason: string | undefined,
): [string, string | number | null][] {
  return value === null || Number.isNaN(value)
    ? [
        ["value", null],
        ["reason", reason ?? "not a number"],
      ]
    : [["value", value]];
}

function jsonNumber(value: number): string {
  if (Number.isNaN(value)) return "null";
  return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
}

function indented(json: Json, indent: string): string {
  const items = Array.isArray(json) ? json.length : json instanceof Map ? json.size : 0;
  // Many items can't fit; to try a long list of slices would write it once for nothing.
  if (items === 0) return inline(json);
  if (indent !== "" && items * 3 <= LINE) {
    const line = inline(json);
    if (indent.length + line.length <= LINE || (json instanceof Map && isLeaf(json))) return line;
  }
  const inner = `${indent}  `;
  if (json instanceof Map) {
    const fields = [...json].map(
      ([key, value]) => `${inner}${JSON.stringify(key)}: ${indented(value, inner)}`,
    );
    return `{\n${fields.join(",\n")}\n${indent}}`;
  }
  if (Array.isArray(json)) {
    return `[\n${json.map((item) => inner + indented(item, inner)).join(",\n")}\n${indent}]`;
  }
  return inline(json);
}

/** Without arrays and objects inside. */
function isLeaf(json: JsonObject): boolean {
  return [...json.values()].every((value) => value === null || typeof value !== "object");
}

/** The document as a part of another one. */
export function reportFields(report: Report): JsonObject {
  const { columns } = report;
  return new Map<string, Json>([
    ["schema", report.schema],
    [
      "tool",
      new Map([
        ["name", report.tool.name],
        ["version", report.tool.version],
      ]),
    ],
    ["inputs", report.inputs],
    ["columns", columnFields(columns)],
    ...(report.dialect === undefined ? [] : [["dialect", report.dialect] as const]),
    ...(report.combinations === undefined ? [] : [["combinations", fields(report.combinations)] as const]),
    ["rows", rowFields(report.rows)],
    ...(report.bootstrap === undefined
      ? []
      : [["bootstrap", new Map<string, Json>(Object.entries(report.bootstrap))] as const]),
    ["losses", losses(report.losses)],
    [
      "slices",
      report.slices.map(
        (slice) =>
          new Map<string, Json>([
            ["by", sliceTexts(columns.by, slice.by)],
            ["rows", rowFields(slice.rows)],
            ["losses", losses(slice.losses)],
          ]),
      ),
    ],
    [
      "located",
      report.located.map(
        ({ loss, what, file, line, row }) =>
          new Map<string, Json>([
            ["loss", loss],
            ["what", what],
            ["file", file],
            ["line", line],
            ...(row === undefined ? [] : locatedRow(row)),
          ]),
      ),
    ],
    ...(report.worst === undefined ? [] : [["worst", worstFields(report.worst)] as const]),
    ["gates", report.gates.map((result) => gate(columns.by, result))],
    ["verdict", report.verdict],
  ]);
}

function locatedRow({ value, share, reason, weight, label, prediction, keep }: LocatedRow): [string, Json][] {
  return [
    ["value", Number.isNaN(value) ? null : value],
    ["share", share],
    ...(reason === undefined ? [] : [["reason", reason] as [string, Json]]),
    ...(weight === undefined ? [] : [["weight", weight] as [string, Json]]),
    ["label", label],
    ["prediction", prediction],
    ...(keep === undefined ? [] : [["keep", fields(keep)] as [string, Json]]),
  ];
}

function worstFields({ loss, rows, share, reason }: WorstSummary): JsonObject {
  return new Map<string, Json>([
    ["loss", loss],
    ["rows", rows],
    ["share", share],
    ...(reason === undefined ? [] : [["reason", reason] as const]),
  ]);
}

export function columnFields(columns: ReportColumns): JsonObject {
  return new Map<string, Json>([
    ["label", columns.label],
    ["prediction", columns.prediction],
    ["weight", columns.weight],
    ...(columns.variance === undefined ? [] : [["variance", columns.variance] as const]),
    ...(columns.level === undefined ? [] : [["level", columns.level] as const]),
    ...(columns.levels === undefined ? [] : [["levels", columns.levels] as const]),
    ["by", columns.by],
    ...(columns.labelCoding === undefined ? [] : [["labelCoding", columns.labelCoding] as const]),
  ]);
}

function fields(record: Readonly<Record<string, Json>>): JsonObject {
  return new Map(Object.entries(record));
}

function sliceTexts(by: readonly string[], texts: SliceTexts): JsonObject {
  return new Map(by.map((name) => [name, texts[name] ?? ""]));
}

export function rowFields({
  read,
  used,
  skipped,
}: {
  readonly read: number;
  readonly used: number;
  readonly skipped: Readonly<Record<string, number>>;
}): JsonObject {
  return new Map<string, Json>([
    ["read", read],
    ["used", used],
    ["skipped", fields(skipped)],
  ]);
}

function losses(results: LossResults): JsonObject {
  return new Map(Object.entries(results).map(([key, result]) => [key, loss(result)]));
}

function loss(result: LossResult): JsonObject {
  return new Map(lossFields(result));
}

export function lossFields(result: LossResult): [string, Json][] {
  const reason = result.value === null ? result.reason : undefined;
  return [
    ...valueFields(result.value, reason),
    ...uncertaintyFields(result),
    ...Object.entries(result.details ?? {}),
  ];
}

/** Standard error and interval where they were asked for. */
export function uncertaintyFields({
  standardError,
  interval,
  intervalReason,
}: Partial<Uncertainty>): [string, Json][] {
  if (standardError === undefined || interval === undefined) return [];
  return [
    ["standardError", standardError],
    ["interval", interval === null ? null : new Map(Object.entries(interval))],
    ...(intervalReason === undefined ? [] : [["intervalReason", intervalReason] as [string, Json]]),
  ];
}

function gate(by: readonly string[], result: GateResult): JsonObject {
  const { rule, loss, slice, value, reason, limit, baseline, change, verdict } = result;
  return new Map<string, Json>([
    ["rule", rule],
    ["loss", loss],
    ["slice", slice === null ? null : sliceTexts(by, slice)],
    ...valueFields(value, reason),
    ["limit", limit],
    ...(baseline === undefined ? [] : [["baseline", baseline] as const, ["change", change ?? null] as const]),
    ["verdict", verdict],
  ]);
}
