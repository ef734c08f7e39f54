/** A comparison for a person at a terminal. */
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
  shorten,
} from "./columns.ts";
import type { CompareReport, Difference, LossComparison } from "./compare-types.ts";
import {
  changeText,
  compareHeading,
  compareNotes,
  marginLines,
  probabilityText,
  valueText,
  winsText,
} from "./compare-words.ts";
import { sliceCell } from "./gate-lines.ts";
import { count } from "./heading.ts";
import { significant } from "./significant.ts";
import type { RenderOptions } from "./types.ts";

/** Names of models and slices are cut beyond this many columns. */
const NAME = 24;
/** The slices that carry most of a change; machine formats have all. */
const SLICES = 20;

type Paint = (text: string) => string;

/** A column of a table: its head, its cells, and how they are painted. */
interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align: "left" | "right" | "point";
  readonly paint?: Paint;
}

/**
 * Heading, a line for each loss (and model), the slices that carry each change, notes and margins. No line is longer than
 * `options.width` unless a single word or number asks for it.
 */
export async function renderCompareTable(report: CompareReport, options: RenderOptions): Promise<string> {
  const measure = await displayWidth(texts(report));
  const sections = [
    headingLines(report, options, measure),
    lossLines(report, options, measure),
    ...sliceSections(report, options, measure),
    noteLines(report, options, measure),
    gateLines(report, options, measure),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join(""))
    .join("\n");
}

function* texts(report: CompareReport): Generator<string> {
  yield* report.inputs;
  yield* report.models;
  yield* report.columns.by;
  yield* Object.keys(report.losses);
  for (const { by } of report.slices) yield* Object.values(by);
}

function headingLines(
  report: CompareReport,
  { width, style }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const { inputs, parts } = compareHeading(report);
  const [first = "", ...others] = flow([inputs, ...parts], width, measure);
  return [inputs + painted(first.slice(inputs.length), style.aside), ...others.map(style.aside)];
}

function lossLines(report: CompareReport, options: RenderOptions, measure: DisplayWidth): string[] {
  const name = (model: string) => shorten(visible(model), NAME, measure);
  if (report.models.length > 2) {
    const table = fitted(modelColumns(report, name, options), options, measure);
    return table ?? flowingLines(report, name, options, measure);
  }
  const [model = ""] = report.models.filter((each) => each !== report.reference);
  const withHead = (wins: string) =>
    fitted(pairColumns(report, model, name, wins, options), options, measure);
  return withHead(`${name(model)} wins`) ?? withHead("wins") ?? flowingLines(report, name, options, measure);
}

/** Two models: a line for each loss. */
function pairColumns(
  report: CompareReport,
  model: string,
  name: Paint,
  wins: string,
  { style }: RenderOptions,
): Column[] {
  const losses = Object.entries(report.losses);
  const pairs = losses.flatMap(([, loss]) => loss.differences.map((difference) => ({ loss, difference })));
  const values = (of: string): readonly string[] => losses.map(([, { values }]) => valueText(values[of]));
  return [
    { head: "", cells: losses.map(([key]) => visible(key)), align: "left" },
    { head: name(report.reference), cells: values(report.reference), align: "point" },
    { head: name(model), cells: values(model), align: "point" },
    ...differenceColumns(pairs, "p", wins, style.value),
  ];
}

/** More models: for each loss a line for the reference, and one for each other model. */
function modelColumns(report: CompareReport, name: Paint, { style }: RenderOptions): Column[] {
  const lines = Object.entries(report.losses).flatMap(([key, loss]) =>
    [report.reference, ...report.models.filter((model) => model !== report.reference)].map(
      (model, place) => ({
        key: place === 0 ? visible(key) : "",
        model,
        loss,
        difference: loss.differences.find((each) => each.model === model) ?? null,
      }),
    ),
  );
  return [
    { head: "", cells: lines.map(({ key }) => key), align: "left" },
    { head: "", cells: lines.map(({ model }) => name(model)), align: "left" },
    { head: "value", cells: lines.map(({ loss, model }) => valueText(loss.values[model])), align: "point" },
    ...differenceColumns(lines, "p (Holm)", "wins", style.value),
  ];
}

function differenceColumns(
  lines: readonly { readonly loss: LossComparison; readonly difference: Difference | null }[],
  p: string,
  wins: string,
  paint: Paint,
): Column[] {
  const cells = (text: (difference: Difference, loss: LossComparison) => string) =>
    lines.map(({ difference, loss }) => (difference === null ? "" : text(difference, loss)));
  const change = cells((difference, loss) => changeText(loss, difference));
  return [
    { head: "change", cells: change, align: "left", paint },
    { head: p, cells: cells(probabilityText), align: "right" },
    ...(lines.some(({ difference }) => difference?.rowWins !== undefined)
      ? [{ head: wins, cells: cells(winsText), align: "right" } as const]
      : []),
  ];
}

/** Null where it is wider than the terminal. */
function fitted(
  columns: readonly Column[],
  { width, style }: RenderOptions,
  measure: DisplayWidth,
): string[] | null {
  const aligned = columns.map(({ head, cells, align }) => {
    if (align === "left") return alignLeft([head, ...cells], measure);
    return alignRight([head, ...(align === "point" ? alignPoint(cells) : cells)], measure);
  });
  const wide = aligned.reduce(
    (sum, [head = ""], place) => sum + measure(head) + (place > 0 ? GAP.length : 0),
    0,
  );
  if (wide > width) return null;
  const rows = aligned[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    aligned
      .map((cells, place) => {
        const paint = row === 0 ? style.aside : columns[place]?.paint;
        const cell = cells[row] ?? "";
        return paint === undefined ? cell : painted(cell, paint);
      })
      .join(GAP),
  );
}

/** The same where the terminal is narrow: in words, as many to a line as fit. */
function flowingLines(
  report: CompareReport,
  name: Paint,
  { width }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const indent = "  ";
  return Object.entries(report.losses).flatMap(([key, loss]) => {
    const [head = "", ...rest] = [
      visible(key),
      `${name(report.reference)} ${valueText(loss.values[report.reference])}`,
    ];
    const parts = loss.differences.flatMap((difference) => [
      `${name(difference.model)} ${valueText(loss.values[difference.model])}`,
      `change ${changeText(loss, difference)}`,
      `p ${probabilityText(difference)}`,
      ...(difference.rowWins === undefined ? [] : [`wins ${winsText(difference)} of rows`]),
    ]);
    const [first = "", ...others] = flow([head, ...rest, ...parts], width - indent.length, measure);
    return [first, ...others.map((line) => indent + line)];
  });
}

/** For each loss and model the slices that add most to the change. */
function sliceSections(report: CompareReport, options: RenderOptions, measure: DisplayWidth): string[][] {
  const { by } = report.columns;
  if (by.length === 0) return [];
  const rowsOf = new Map(report.slices.map((slice) => [textsOf(by, slice.by), slice]));
  return Object.entries(report.losses).flatMap(([key, loss]) =>
    loss.differences.map(({ model }) => {
      const carried = report.contributions.filter((each) => each.loss === key && each.model === model);
      const list =
        carried.length === 0
          ? report.slices.map((slice) => ({ slice: slice.by, share: null }))
          : carried.map(({ slice, share }) => ({ slice, share }));
      const lines = list.slice(0, SLICES).map(({ slice, share }) => ({
        slice,
        share,
        found: rowsOf.get(textsOf(by, slice)),
      }));
      const of = report.models.length > 2 ? ` of ${visible(model)}` : "";
      const differences = lines.map(({ found }) => ({
        loss: found?.losses[key],
        difference: found?.losses[key]?.differences.find((each) => each.model === model),
      }));
      const values = (name: string) => differences.map((each) => valueText(each.loss?.values[name]));
      const name = (text: string) => shorten(visible(text), NAME, measure);
      const lead: Column[] = [
        ...by.map(
          (column): Column => ({
            head: visible(column),
            cells: lines.map(({ slice }) => shorten(sliceCell(slice[column] ?? ""), NAME, measure)),
            align: "left",
          }),
        ),
        { head: "rows", cells: lines.map(({ found }) => String(found?.rows.used ?? 0)), align: "right" },
      ];
      const numbers: Column[] = [
        { head: name(report.reference), cells: values(report.reference), align: "point" },
        { head: name(model), cells: values(model), align: "point" },
      ];
      const change: Column = {
        head: "change",
        cells: differences.map(({ loss: found, difference }) =>
          found === undefined || difference === undefined ? "-" : changeText(found, difference),
        ),
        align: "left",
        paint: options.style.value,
      };
      const share: Column[] = lines.some((line) => line.share !== null)
        ? [{ head: "of the change", cells: lines.map((line) => shareText(line.share)), align: "right" }]
        : [];
      const table =
        fitted([...lead, ...numbers, change, ...share], options, measure) ??
        fitted([...lead, change, ...share], options, measure) ??
        fitted([...lead, change, ...share], { ...options, width: Number.POSITIVE_INFINITY }, measure) ??
        [];
      const left = list.length - lines.length;
      return [
        `${visible(key)}${of} by ${by.map(visible).join(", ")}`,
        ...table,
        ...(left > 0 ? [options.style.aside(`… and ${count(left, "more slice")} (--json has all)`)] : []),
      ];
    }),
  );
}

function textsOf(by: readonly string[], slice: Readonly<Record<string, string>>): string {
  return JSON.stringify(by.map((name) => slice[name] ?? ""));
}

function shareText(share: number | null): string {
  return share === null ? "-" : `${significant(share, 3, true)}%`;
}

function noteLines(report: CompareReport, options: RenderOptions, measure: DisplayWidth): string[] {
  const notes = compareNotes(report);
  const names = alignLeft(
    notes.map(({ loss }) => loss),
    measure,
  );
  return notes.flatMap(({ text }, place) =>
    hanging(`${names[place] ?? ""}${GAP}`, text, options.width, measure).map(options.style.aside),
  );
}

function gateLines(report: CompareReport, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const lines = marginLines(report);
  const marks = alignLeft(
    lines.map(({ mark }) => mark),
    measure,
  );
  const what = alignLeft(
    lines.map((line) => line.what),
    measure,
  );
  return lines.flatMap(({ verdict, text }, place) => {
    const mark = marks[place] ?? "";
    const paint = verdict === "pass" ? style.pass : verdict === "fail" ? style.fail : style.value;
    const [first = "", ...others] = hanging(`${mark}${GAP}${what[place] ?? ""}${GAP}`, text, width, measure);
    return [painted(mark, paint) + first.slice(mark.length), ...others];
  });
}

/** The text after its lead, and on further lines below itself. */
function hanging(lead: string, text: string, width: number, measure: DisplayWidth): string[] {
  const room = Math.max(LEAST_TEXT, width - measure(lead));
  const [first = "", ...others] = flow(text.split(" "), room, measure, " ");
  return [lead + first, ...others.map((line) => " ".repeat(measure(lead)) + line)];
}

const LEAST_TEXT = 24;
