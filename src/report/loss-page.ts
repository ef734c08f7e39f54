/** One loss on one screen. */
import type { Curves, LossEntry } from "../catalogue/types.ts";
import { type DisplayWidth, displayWidth, flow } from "./columns.ts";
import { dotsAcross, MARGIN, plotLines } from "./curve-plot.ts";
import {
  domainWords,
  figureWords,
  outlierWords,
  parameterWords,
  shapeWords,
  slopeWords,
  TOOLS,
} from "./loss-words.ts";
import { commandLine, commandLines } from "./shell.ts";
import type { RenderOptions } from "./types.ts";

const LEAD = 12;
const INDENT = " ".repeat(LEAD);
/** Beside the names of tools. */
const TOOL = 10;
/** Characters of a curve: no wider than is pleasant, no narrower than is clear. */
const WIDEST = 30;
const NARROWEST = 12;

export interface PageOptions extends RenderOptions {
  readonly unicode: boolean;
}

export interface LossPage {
  readonly entry: LossEntry;
  /** As long as `curvePoints` asks; null where there is nothing to draw. */
  readonly curves: Curves | null;
  readonly example: PageExample | null;
}

export interface PageExample {
  /** Lines of a delimited text. */
  readonly table: readonly string[];
  /** What `lossctl eval` is told to read it. */
  readonly args: readonly string[];
  /** What it prints. */
  readonly output: string;
}

/** How many points of a curve are shown. */
export function curvePoints({ width, unicode }: Pick<PageOptions, "width" | "unicode">): number {
  return dotsAcross(curveColumns(width), unicode);
}

function curveColumns(width: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, Math.floor(width / 2) - MARGIN - 1));
}

/** No line is longer than the width unless a word, a formula's term or the example's table asks for it. */
export async function renderLossPage(page: LossPage, options: PageOptions): Promise<string> {
  const { entry } = page;
  const measure = await displayWidth([
    entry.formula,
    entry.gradient ?? "",
    entry.convention,
    entry.title,
    "∂",
  ]);
  const line = (name: string, text: string | readonly string[] | null): string[] =>
    named(name, text, options, measure);
  const sections = [
    title(entry, options, measure),
    [
      ...line("formula", formulaParts(entry)),
      ...line("gradient", entry.gradient),
      ...line("Hessian", entry.hessian),
      ...line("domain", domainWords(entry)),
      ...(entry.traits === null
        ? line("kind", entry.rowWise ? null : figureWords(entry))
        : [
            ...line("shape", shapeWords(entry.traits)),
            ...line("slope", slopeWords(entry.traits)),
            ...line("outliers", outlierWords(entry)),
          ]),
      ...line("convention", entry.convention),
    ],
    page.curves === null ? [] : pictures(page.curves, options),
    [
      ...parameterLines(entry, options, measure),
      ...line("aliases", entry.aliases.join(", ") || null),
      ...equivalentLines(entry, options, measure),
      ...line("reference", entry.reference),
    ],
    page.example === null ? [] : exampleLines(page.example, options),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((text) => `${text}\n`).join(""))
    .join("\n");
}

/** Key, title in words unless they are the same, task. */
function title(
  { key, id, title: words, task }: LossEntry,
  { width, style }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const same = words.toLowerCase().replaceAll(" ", "-") === id;
  const [first = "", ...rest] = flow([key, ...(same ? [] : [words]), task], width, measure);
  return [style.value(key) + first.slice(key.length), ...rest];
}

/**
 * A text, or parts that stay whole, beside its name, on as many lines as the room asks for, the later ones indented by
 * `hang` more.
 */
function named(
  name: string,
  text: string | readonly string[] | null,
  { width, style }: RenderOptions,
  measure: DisplayWidth,
  hang = 0,
): string[] {
  if (text === null) return [];
  const parts = typeof text === "string" ? text.split(" ") : text;
  return flow(parts, width - LEAD - hang, measure, " ").map(
    (part, number) => (number === 0 ? style.aside(name.padEnd(LEAD)) : INDENT + " ".repeat(hang)) + part,
  );
}

/** The formula's words. r is what formulas call the residual; said where one of them does. */
function formulaParts({ formula, gradient, hessian }: LossEntry): string[] {
  const uses = [formula, gradient ?? "", hessian ?? ""].some((text) => /(?<!\p{L})r(?!\p{L})/u.test(text));
  return [...formula.split(" "), ...(uses && !/r = /.test(formula) ? ["  with r = p − y"] : [])];
}

function pictures({ axis, held, from, to, loss, gradient }: Curves, options: PageOptions): string[] {
  const { width, unicode, style } = options;
  const columns = curveColumns(width);
  const [name, fixed] = [axis, held].map((text) => (unicode ? text : inAscii(text))) as [string, string];
  const inTitle = fixed !== "" && `loss (${fixed})`.length <= columns;
  const [left, right] = [
    { title: inTitle ? `loss (${fixed})` : "loss", values: loss },
    ...(gradient === null ? [] : [{ title: "gradient", values: gradient }]),
  ].map(({ title, values }) =>
    plotLines({ title, values, axis: name, from, to }, { columns, unicode, style }),
  );
  const lines = (left ?? []).map((line, row) => `${line}  ${right?.[row] ?? ""}`.trimEnd());
  return fixed === "" || inTitle ? lines : [style.aside(" ".repeat(MARGIN) + fixed), ...lines];
}

function inAscii(text: string): string {
  return text.replaceAll("−", "-").replace("₁", "_1");
}

function parameterLines(entry: LossEntry, options: RenderOptions, measure: DisplayWidth): string[] {
  return entry.parameters.flatMap((parameter, place) => {
    const shown = parameter.value === null ? parameter.name : `${parameter.name}=${parameter.value}`;
    const text = `${shown}   ${parameterWords(parameter)}: ${parameter.about}`;
    return named(place === 0 ? "parameters" : "", text, options, measure, 2);
  });
}

function equivalentLines(
  { equivalents }: LossEntry,
  options: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const known = TOOLS.filter(([tool]) => equivalents[tool] !== undefined);
  return known.flatMap(([tool, name], place) =>
    flow(equivalents[tool]?.split(" ") ?? [], options.width - LEAD - TOOL, measure, " ").map((part, row) => {
      const label = place === 0 && row === 0 ? options.style.aside("elsewhere".padEnd(LEAD)) : INDENT;
      return label + (row === 0 ? name : "").padEnd(TOOL) + part;
    }),
  );
}

/** A command that can be copied, and below it the output as it was printed. */
function exampleLines({ table, args, output }: PageExample, { width, style }: RenderOptions): string[] {
  const print = `printf '${table.join("\\n")}\\n' |`;
  const evaluate = ["lossctl", "eval", ...args];
  const one = `${print} ${commandLine(evaluate)}`;
  const room = width - LEAD;
  const lines =
    one.length <= room ? [one] : [print, ...commandLines(evaluate, room - 2).map((line) => `  ${line}`)];
  return [
    ...lines.map((line, number) => (number === 0 ? style.aside("example".padEnd(LEAD)) : INDENT) + line),
    "",
    ...output
      .trimEnd()
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
  ];
}
