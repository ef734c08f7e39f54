/** `lossctl.fit/1` as JSON. */
import type { FitReport } from "./fit-types.ts";
import { type Json, type JsonObject, jsonText, lossFields, rowFields, valueFields } from "./json.ts";
import { modelFields } from "./model-json.ts";
import type { GateResult, LossResults } from "./types.ts";

export function renderFitJson(report: FitReport): string {
  const { rows, optimizer, certificate, losses, crossValidation, tValues, columns } = report;
  return jsonText(
    new Map<string, Json>([
      ["schema", report.schema],
      ["tool", record(report.tool)],
      ["inputs", report.inputs],
      ...(report.testInput === null ? [] : [["testInput", report.testInput] as const]),
      ["columns", record(columns)],
      [
        "rows",
        new Map([
          ...rowFields(rows),
          ["train", rows.train],
          ["validation", rows.validation],
          ["test", rows.test],
        ]),
      ],
      ["model", modelFields(report.model)],
      ["tValues", tValues === null ? null : record(tValues)],
      ["adjustedR2", report.adjustedR2],
      ["optimizer", record(optimizer)],
      ["certificate", record(certificate)],
      [
        "losses",
        new Map([
          ["train", lossResults(losses.train)],
          ["validation", losses.validation === null ? null : lossResults(losses.validation)],
          ["test", losses.test === null ? null : lossResults(losses.test)],
        ]),
      ],
      ...(crossValidation === null ? [] : [["crossValidation", record(crossValidation)] as const]),
      ["gates", report.gates.map((result) => gate(result, losses.test === null ? "train" : "test"))],
      ["verdict", report.verdict],
    ]),
  );
}

function record(fields: object): JsonObject {
  return new Map(Object.entries(fields));
}

function lossResults(results: LossResults): JsonObject {
  return new Map(Object.entries(results).map(([key, result]) => [key, new Map(lossFields(result))]));
}

/** `test.rmse` to its part and its loss. */
const PART = /^(train|validation|test)\.(.*)$/s;

function gate(
  { rule, loss, slice, value, reason, limit, verdict }: GateResult,
  otherwise: string,
): JsonObject {
  const [, part = otherwise, key = loss] = PART.exec(loss ?? "") ?? [];
  return new Map<string, Json>([
    ["rule", rule],
    ["loss", key],
    ...(loss === null ? [] : [["part", part] as const]),
    ["slice", slice === null ? null : record(slice)],
    ...valueFields(value, reason),
    ["limit", limit],
    ["verdict", verdict],
  ]);
}
