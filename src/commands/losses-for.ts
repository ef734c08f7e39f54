/** `lossctl losses --for FILE`: which losses fit a file's columns. */
import { advise } from "../advise/advice.ts";
import { DataProfile, type LabelForm } from "../advise/data-profile.ts";
import { usageError } from "../errors.ts";
import { chooseColumns, codingOfLabel, type PlanOptions } from "../evaluate/plan.ts";
import { levelOfName } from "../evaluate/quantiles.ts";
import { noRows } from "../evaluate/results.ts";
import type { Coding } from "../read/chunk.ts";
import { inputName } from "../read/source.ts";
import { type AdviceDocument, renderAdvice, renderAdviceJson } from "../report/advice.ts";
import type { RenderOptions } from "../report/types.ts";
import type { CommandIo } from "./io.ts";
import type { LossesOptions } from "./losses-options.ts";
import { createRun, readTable } from "./read-table.ts";
import { singleList } from "./single.ts";

export async function lossesFor(
  file: string,
  options: LossesOptions,
  json: boolean,
  render: RenderOptions,
  io: CommandIo,
): Promise<string> {
  const document = await look(file, options, io);
  return json ? renderAdviceJson(document) : renderAdvice(document, render);
}

async function look(file: string, options: LossesOptions, io: CommandIo): Promise<AdviceDocument> {
  const { header, from, delimiter, decompress } = options;
  const dialect = {
    header,
    ...(from === undefined ? {} : { from }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(decompress === undefined ? {} : { decompress }),
  };
  const label = singleList("--label", options.label);
  const prediction = singleList("--pred", options.pred);
  const plan: PlanOptions = {
    ...(label === undefined ? {} : { label }),
    ...(prediction === undefined ? {} : { prediction }),
    by: [],
    missing: "skip",
    invalid: "skip",
    maxSlices: 1,
    header,
  };
  const run = createRun(options, io);
  return readTable([file], dialect, run, async ({ table, available, progress }) => {
    const columns = chooseColumns(plan, true, available);
    if (columns.note !== null) run.say(`note: ${columns.note}`);
    const levels = quantileLevels(columns.label, columns.prediction);
    const form = levels === null ? labelForm(columns.label, columns.prediction) : "number";
    const labels = codingOfLabel(form === "class" ? "class" : "number", ["binary"], columns, plan);
    const number: Coding = { kind: "number" };
    const profile = new DataProfile(form, columns.label.length, columns.prediction.length, levels);
    const requests = [
      ...columns.label.map((column) => ({ name: column, coding: labels })),
      ...columns.prediction.map((column) => ({ name: column, coding: number })),
    ];
    let rows = 0;
    for await (const chunk of table.chunks(requests)) {
      profile.add(chunk);
      rows += chunk.rows;
      progress(rows);
    }
    const facts = profile.facts();
    if (facts.rows === 0) throw noRows(0, [inputName(file)], "");
    const advised = advise(facts);
    const [first] = advised.advice;
    const stated = statedOptions(options, advised.options);
    return {
      version: io.version,
      input: file,
      label: columns.label,
      prediction: columns.prediction,
      facts,
      advised,
      command:
        first === undefined ? null : ["lossctl", "eval", file, ...stated, "--loss", first.losses.join(",")],
    };
  });
}

/** Of several predictions of one label, where all their names end in one. */
function quantileLevels(label: readonly string[], prediction: readonly string[]): readonly number[] | null {
  const levels = prediction.map(levelOfName).filter((level) => level !== null);
  return label.length === 1 && prediction.length > 1 && levels.length === prediction.length ? levels : null;
}

function labelForm(label: readonly string[], prediction: readonly string[]): LabelForm {
  if (prediction.length === 1 && label.length === 1) return "number";
  if (label.length === 1) return "class";
  if (label.length === prediction.length) return "columns";
  throw usageError(
    `${prediction.length} prediction column${prediction.length === 1 ? "" : "s"} take one label column or as many, found ${label.length}`,
  );
}

/** What `lossctl eval` has to be told to read the file alike, in the words of this call. */
function statedOptions(options: LossesOptions, advised: readonly string[]): string[] {
  const { label = [], pred = [], from, delimiter, decompress, header } = options;
  return [
    ...(from === undefined ? [] : ["--from", from]),
    ...(delimiter === undefined ? [] : ["--delimiter", delimiter]),
    ...(decompress === undefined ? [] : ["--decompress", decompress]),
    ...(header ? [] : ["--no-header"]),
    ...label.flatMap((text) => ["--label", text]),
    ...pred.flatMap((text) => ["--pred", text]),
    ...advised,
  ];
}
