/** The report for a person at a terminal. */

import { visible } from "../visible.ts";
import {
  alignLeft,
  alignPoint,
  alignRight,
  type DisplayWidth,
  displayWidth,
  flow,
  GAP,
  painted,
} from "./columns.ts";
import { type GateLine, gateLines } from "./gate-lines.ts";
import { type HeadingReport, heading, intervalWords } from "./heading.ts";
import { alignedCells } from "./interval-cells.ts";
import { notes } from "./notes.ts";
import { shrunk, sliceBlocks } from "./slice-blocks.ts";
import type { RenderOptions, Report } from "./types.ts";
import { COST, worstTable } from "./worst-rows.ts";

/** Continuation lines keep at least this many columns for their text, whatever stands to the left. */
const LEAST_NOTE = 24;

/**
 * Heading, values (with slices a table, without them a line for each loss), notes and gates. No line is longer than
 * `options.width` unless a single word or number asks for it; wider terminals get no more words.
 */
export async function renderTable(report: Report, options: RenderOptions): Promise<string> {
  const measure = await displayWidth(texts(report));
  const sections = [headingLines(report, options, measure, shownIntervals(report))];
  if (report.columns.by.length === 0) sections.push(lossLines(report, options, measure));
  else sections.push(...sliceBlocks(report, options, measure), noteLines(report, options, measure));
  if (options.pictures !== undefined) {
    const { plotSections } = await import("./plot-lines.ts");
    sections.push(...plotSections(report, options.pictures, options, measure));
  }
  sections.push(worstLines(report, options, measure));
  sections.push(verdictLines(report, options, measure));
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

/** All that was not written by us and might be wide. */
function* texts(report: Report): Generator<string> {
  const { label, prediction, weight, variance, level, by } = report.columns;
  yield* report.inputs;
  yield* [label ?? [], prediction, weight ?? [], variance ?? [], level ?? [], by].flat();
  yield* Object.keys(report.losses);
  for (const slice of report.slices) yield* Object.values(slice.by);
  for (const { file, row } of report.located) {
    yield file;
    for (const text of [row?.label ?? [], row?.prediction ?? [], Object.values(row?.keep ?? {})].flat()) {
      if (typeof text === "string") yield text;
    }
    yield* Object.keys(row?.keep ?? {});
  }
}

/** Slices are shown without. */
function shownIntervals({ columns, losses, bootstrap }: Report): string[] {
  const interval = Object.values(losses).find((result) => result.interval != null)?.interval;
  return columns.by.length > 0 || !interval ? [] : intervalWords(interval.level, bootstrap);
}

/** Inputs, rows, columns, and what else there is to say of the whole. */
export function headingLines(
  report: HeadingReport,
  { width, style }: RenderOptions,
  measure: DisplayWidth,
  others: readonly string[] = [],
): string[] {
  const { inputs, rows, columns } = heading(report);
  const names = [...columns.map((column) => column.join(" ")), ...others];
  const line = [inputs, rows, ...names].join(GAP);
  const [first = "", ...below] =
    measure(line) <= width
      ? [line]
      : [...flow([inputs, rows], width, measure), ...flow(names, width, measure)];
  return [
    inputs + painted(first.slice(inputs.length), style.aside),
    ...below.map((other) => style.aside(other)),
  ];
}

function lossLines(report: Report, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const keys = Object.keys(report.losses);
  const names = alignLeft(keys.map(visible), measure);
  const cells = alignedCells(Object.values(report.losses));
  const values = cells.map(({ value }) => value);
  const intervals = alignLeft(
    cells.map(({ interval }) => (interval === "" ? "" : ` ${interval}`)),
    measure,
  );
  const lead =
    measure(names[0] ?? "") + (values[0]?.length ?? 0) + measure(intervals[0] ?? "") + 2 * GAP.length;
  const all = notes(report);
  return keys.flatMap((key, place) => {
    const [first = "", ...others] = all
      .filter((note) => note.loss === key)
      .flatMap((note) => words(note.text, width - lead, measure));
    const value = painted(values[place] ?? "", style.value) + intervals[place];
    return [
      `${names[place]}${GAP}${value}${GAP}${style.aside(first)}`,
      ...others.map((line) => " ".repeat(lead) + style.aside(line)),
    ].map((line) => (first === "" ? `${names[place]}${GAP}${value}`.trimEnd() : line));
  });
}

function noteLines(report: Report, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const all = notes(report);
  const names = alignLeft(
    all.map((note) => visible(note.loss)),
    measure,
  );
  const lead = measure(names[0] ?? "") + GAP.length;
  return all.flatMap((note, place) => {
    const repeated = all[place - 1]?.loss === note.loss;
    return words(note.text, width - lead, measure).map((line, number) => {
      const name = number > 0 || repeated ? " ".repeat(lead) : `${names[place]}${GAP}`;
      return name + style.aside(line);
    });
  });
}

/** Texts are cut where the width asks for it, numbers never. */
function worstLines(report: Report, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const table = worstTable(report);
  if (table === null) return [];
  const { columns, rows, title } = table;
  const cells = columns.map(({ name, numeric }, place) => {
    const column = rows.map((row) => row[place] ?? "");
    return numeric ? alignRight([name, ...alignPoint(column)], measure) : [name, ...column];
  });
  const numbers = cells.filter((_, place) => columns[place]?.numeric);
  const taken =
    numbers.reduce((sum, [head = ""]) => sum + measure(head), 0) + GAP.length * (columns.length - 1);
  const texts = shrunk(
    cells.filter((_, place) => !columns[place]?.numeric),
    width - taken,
    measure,
  ).map((column) => alignLeft(column, measure));
  const ordered = columns.map(({ numeric }) => (numeric ? numbers : texts).shift() ?? []);
  const cost = columns.findIndex(({ name }) => name === COST);
  const lines = ["", ...rows].map((_, line) =>
    ordered
      .map((column, place) => {
        const cell = column[line] ?? "";
        if (line === 0) return painted(cell, style.aside);
        return place === cost ? painted(cell, style.value) : cell;
      })
      .join(GAP)
      .trimEnd(),
  );
  return [title, ...(rows.length === 0 ? [] : lines)];
}

/** The gates, a line each if it fits. */
export function verdictLines(
  report: Pick<Report, "gates"> & { readonly columns: Pick<Report["columns"], "by"> },
  { width, style }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const gates = gateLines(report.gates, report.columns.by);
  const marks = alignLeft(
    gates.map((gate) => gate.mark),
    measure,
  );
  const rules = alignLeft(
    gates.map((gate) => gate.rule),
    measure,
  );
  const values = alignPoint(gates.map((gate) => gate.value));
  const distances = alignDistances(gates);
  const lines = gates.map((_, place) => [rules[place], values[place], distances[place]] as const);
  // Where rules are long, narrower gaps keep the distances beside their values.
  const full = lines.map((cells) => [marks[0], ...cells].join(GAP).trimEnd());
  const gap = full.every((line) => measure(line) <= width) ? GAP : GAP.slice(1);
  return gates.flatMap((gate, place) => {
    const mark = marks[place] ?? "";
    const [rule, value, distance] = lines[place] ?? [];
    const parts = [distance ?? "", gate.slice].filter((part) => part.trim() !== "");
    let line = gap + rule + gap + value;
    while (parts.length > 0 && measure(mark + line + gap + (parts[0] ?? "").trimEnd()) <= width) {
      line += gap + parts.shift();
    }
    const indent = mark.length + gap.length;
    const rest = words(parts.map((part) => part.trim()).join(GAP), width - indent, measure);
    const paint = gate.verdict === "undecided" ? style.value : style[gate.verdict];
    return [
      painted(mark, paint) + line.trimEnd(),
      ...rest.filter((part) => part !== "").map((part) => " ".repeat(indent) + part),
    ];
  });
}

/** Distances at the decimal point; sentences as they are. */
function alignDistances(gates: readonly GateLine[]): string[] {
  const numbers = alignPoint(
    gates.map(({ distance }) => (/ (?:under|over)$/.test(distance) ? distance : "")),
  );
  return gates.map(({ distance }, place) => {
    const number = numbers[place] ?? "";
    return number.trim() === "" ? distance.padEnd(number.length) : number;
  });
}

/** A sentence on as many lines as the room asks for. */
function words(text: string, room: number, measure: DisplayWidth): string[] {
  return flow(text.split(" "), Math.max(LEAST_NOTE, room), measure, " ");
}
