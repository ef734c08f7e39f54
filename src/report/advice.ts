/** Which losses fit a file, for a person and as `lossctl.advice/1`. */
import type { Advised } from "../advise/advice.ts";
import type { ColumnFacts } from "../advise/column-profile.ts";
import type { DataFacts } from "../advise/data-profile.ts";
import { visible } from "../visible.ts";
import { type DisplayWidth, displayWidth, flow } from "./columns.ts";
import { count } from "./heading.ts";
import { type Json, type JsonObject, jsonText } from "./json.ts";
import { commandLine, commandLines } from "./shell.ts";
import { significant } from "./significant.ts";
import type { RenderOptions } from "./types.ts";

export interface AdviceDocument {
  readonly version: string;
  readonly input: string;
  readonly label: readonly string[];
  readonly prediction: readonly string[];
  readonly facts: DataFacts;
  readonly advised: Advised;
  /** What `lossctl eval` is called with to compute the first advice; null without one. */
  readonly command: readonly string[] | null;
}

const LEAD = 13;
/** Long lists of column names are given by their ends. */
const NAMES = 4;

export async function renderAdvice(document: AdviceDocument, options: RenderOptions): Promise<string> {
  const { facts, advised, command } = document;
  const { width, style } = options;
  const measure = await displayWidth([
    document.input,
    ...document.label,
    ...document.prediction,
    ...(facts.label.texts ?? []),
  ]);
  const indented = (text: string): string[] =>
    flow(text.split(" "), width - 2, measure, " ").map((line) => `  ${line}`);
  const sections = [
    headingLines(document, options, measure),
    factLines(facts, options, measure),
    ...advised.advice.map(({ losses, because, evidence }) => [
      style.value(losses.join(", ")),
      ...indented(because),
      ...indented(evidence.join(", ")).map((line) => style.aside(line)),
    ]),
    advised.cautions.flatMap((text) =>
      flow(`note: ${visible(text)}`.split(" "), width - 2, measure, " ").map((line, row) =>
        row === 0 ? line : `  ${line}`,
      ),
    ),
    command === null ? [] : commandLines(command, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function headingLines(
  { input, label, prediction, facts }: AdviceDocument,
  { width, style }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const name = input === "-" ? "standard input" : visible(input);
  const [first = "", ...rest] = flow(
    [name, count(facts.rows, "row"), role("label", label), role("prediction", prediction)],
    width,
    measure,
  );
  return [name + style.aside(first.slice(name.length)), ...rest.map((line) => style.aside(line))];
}

function role(name: string, columns: readonly string[]): string {
  const shown = columns.length > NAMES ? [columns[0] ?? "", "…", columns.at(-1) ?? ""] : columns;
  return `${name}${columns.length > 1 ? "s" : ""} ${shown.map(visible).join(", ")}`;
}

function factLines(facts: DataFacts, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const { label, prediction, errors, labelForm } = facts;
  const line = (name: string, texts: readonly string[]): string[] =>
    flow(texts.join(", ").split(" "), width - LEAD, measure, " ").map(
      (text, row) => style.aside((row === 0 ? name : "").padEnd(LEAD)) + text,
    );
  return [
    ...line("label", labelForm === "class" ? classWords(label) : columnWords(label)),
    ...line("prediction", columnWords(prediction)),
    // Distances of scores or probabilities from the names of two classes say little.
    ...(errors === null || label.numbers === 0 || (label.values !== null && label.values.length <= 2)
      ? []
      : line("errors", [`rmse ${significant(errors.rmse, 4)}`, `mae ${significant(errors.mae, 4)}`])),
  ];
}

function columnWords({
  numbers,
  missing,
  infinite,
  others,
  texts,
  least,
  largest,
  whole,
  values,
}: ColumnFacts): string[] {
  const shown = (value: number | null): string => (value === null ? "" : significant(value));
  const range =
    values !== null && values.length <= 3
      ? values.map(shown).join(" or ")
      : `${shown(least)} to ${shown(largest)}`;
  const words = texts === null ? "other texts" : texts.map(visible).join(", ");
  return [
    ...(numbers === 0 ? [] : [range]),
    ...(numbers > 0 && whole && (values === null || values.length > 3) ? ["whole numbers"] : []),
    ...(missing === 0 ? [] : [`${missing} missing`]),
    ...(infinite === 0 ? [] : [`${infinite} infinite`]),
    ...(others === 0 ? [] : [numbers === 0 ? words : `${others} no number (${words})`]),
  ];
}

function classWords({ numbers, missing, others, texts, values }: ColumnFacts): string[] {
  const words = texts === null ? "many texts" : texts.map(visible).join(", ");
  return [
    ...(numbers === 0 ? [] : [values === null ? "many classes" : `${values.length} classes`]),
    ...(missing === 0 ? [] : [`${missing} missing`]),
    ...(others === 0 ? [] : [`${others} of no class (${words})`]),
  ];
}

export function renderAdviceJson(document: AdviceDocument): string {
  const { version, input, label, prediction, facts, advised, command } = document;
  const { errors, sums } = facts;
  return jsonText(
    fields({
      schema: "lossctl.advice/1",
      tool: fields({ name: "lossctl", version }),
      inputs: [input],
      columns: fields({ label: oneOrAll(label), prediction: oneOrAll(prediction) }),
      rows: fields({ read: facts.rows, complete: facts.complete }),
      facts: fields({
        label: fields({ form: facts.labelForm, ...facts.label }),
        prediction: fields({ ...facts.prediction }),
        ...(errors === null ? {} : { errors: fields({ ...errors }) }),
        ...(facts.levels === null ? {} : { levels: facts.levels }),
        ...(sums === null ? {} : { deviations: fields({ ...sums }) }),
      }),
      advice: advised.advice.map(({ losses, because, evidence }) => fields({ losses, because, evidence })),
      notes: advised.cautions,
      command: command === null ? null : commandLine(command),
    }),
  );
}

function oneOrAll(names: readonly string[]): string | readonly string[] {
  return names.length === 1 ? (names[0] ?? "") : names;
}

function fields(record: Readonly<Record<string, Json>>): JsonObject {
  return new Map(Object.entries(record));
}
