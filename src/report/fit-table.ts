/** The report of a fit for a person at a terminal. */
import type { OptimizerName, StopReason } from "../fit/types.ts";
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
import type { FitReport, LossCurve } from "./fit-types.ts";
import { count, rowsText } from "./heading.ts";
import { significant } from "./significant.ts";
import { lossCell } from "./slice-blocks.ts";
import { sparkline } from "./sparkline.ts";
import { verdictLines } from "./table.ts";
import type { RenderOptions } from "./types.ts";

/** What the page may show besides. */
export interface FitRenderOptions extends RenderOptions {
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

/** Models of more features are shown by the first of them. */
const MOST_FEATURES = 50;
const LONGEST_NAME = 40;
const CURVE_COLUMNS = 24;

/** Heading, coefficients, losses by part, the descent and its certificate, gates. */
export async function renderFitTable(
  report: FitReport,
  curve: LossCurve,
  options: FitRenderOptions,
): Promise<string> {
  const measure = await displayWidth(texts(report));
  const sections = [
    headingLines(report, options, measure),
    coefficientLines(report, options, measure),
    lossLines(report, options, measure),
    [...curveLines(curve, options), ...flow(certificate(report).split(" "), options.width, measure, " ")],
    verdictLines({ gates: report.gates, columns: { by: [] } }, options, measure),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function* texts({ inputs, model, columns }: FitReport): Generator<string> {
  yield* inputs;
  yield* model.features;
  yield model.target;
  yield columns.weight ?? "";
}

function headingLines(report: FitReport, { width, style }: RenderOptions, measure: DisplayWidth): string[] {
  const { rows, model, columns } = report;
  const inputs = report.inputs.map((file) => (file === "-" ? "standard input" : visible(file)));
  const names = inputs.length > 2 ? `${inputs[0]} and ${inputs.length - 1} more files` : inputs.join(", ");
  const parts = [
    [rows.train, "train"],
    [rows.validation, "validation"],
    [rows.test, "test"],
  ].filter(([number]) => number !== 0);
  const split = parts.map((part) => part.join(" ")).join(", ");
  const used = rowsText(rows);
  const whole = `${used}: ${split}`;
  const counts = parts.length < 2 ? [used] : measure(whole) <= width ? [whole] : [`${used}:`, split];
  const line = flow(
    [
      names,
      ...counts,
      `target ${visible(model.target)}`,
      count(model.features.length, "feature"),
      ...(columns.weight === null ? [] : [`weight ${visible(columns.weight)}`]),
    ],
    width,
    measure,
  );
  return line.map((text, place) =>
    place === 0 && text.startsWith(names)
      ? names + painted(text.slice(names.length), style.aside)
      : style.aside(text),
  );
}

function coefficientLines(
  { model, tValues }: FitReport,
  { style }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const { standardErrors, coefficients } = model;
  const features = model.features.slice(0, MOST_FEATURES);
  const names = ["(intercept)", ...features.map((name) => shorten(visible(name), LONGEST_NAME, measure))];
  const keys = ["intercept", ...features];
  const values = [model.intercept, ...features.map((name) => coefficients[name] ?? 0)];
  const errors = keys.map((key) => standardErrors?.[key] ?? null);
  const column = (head: string, cells: readonly string[]) =>
    alignRight([head, ...alignPoint(cells)], measure);
  const columns = [
    alignLeft(["feature", ...names], measure),
    column(
      "coefficient",
      values.map((value, place) => beside(value, errors[place] ?? null)),
    ),
    ...(standardErrors === null
      ? []
      : [
          column(
            "std error",
            errors.map((error) => (error === null ? "-" : significant(error, 3))),
          ),
        ]),
    ...(tValues === null
      ? []
      : [
          column(
            "t",
            keys.map((key) => {
              const t = tValues[key] ?? null;
              return t === null ? "-" : fixed(t, 1);
            }),
          ),
        ]),
  ];
  const lines = columns[0]?.map((_, line) =>
    columns
      .map((cells, place) => {
        const cell = cells[line] ?? "";
        if (line === 0) return painted(cell, style.aside);
        return place === 1 ? painted(cell, style.value) : cell;
      })
      .join(GAP)
      .trimEnd(),
  );
  const more = model.features.length - features.length;
  return [...(lines ?? []), ...(more === 0 ? [] : [`… ${more} more (--json has all)`])];
}

/** As many decimals as the error has at three digits; without an error five digits. */
function beside(value: number, error: number | null): string {
  if (error === null || !(error > 0) || !Number.isFinite(value)) return significant(value);
  const decimals = 2 - Math.floor(Math.log10(error));
  return decimals >= 0 && decimals <= 9 && Math.abs(value) < 1e9
    ? fixed(value, decimals)
    : significant(value);
}

function fixed(value: number, decimals: number): string {
  // What rounds to 0 has no sign.
  return Math.abs(value) < 1e9 ? value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, "$1") : significant(value);
}

function lossLines(report: FitReport, { style }: RenderOptions, measure: DisplayWidth): string[] {
  const { losses, crossValidation, adjustedR2, model } = report;
  const parts = Object.entries(losses).filter(([, results]) => results !== null);
  const keys = Object.keys(losses.train);
  const adjusted = adjustedR2 === null ? [] : ["adjusted r2"];
  const names = alignLeft(["", ...keys.map(visible), ...adjusted], measure);
  const columns = parts.map(([part, results]) => {
    const cells = keys.map((key) => lossCell(results?.[key]));
    const extra = adjustedR2 === null ? [] : [part === "train" ? significant(adjustedR2) : ""];
    return alignRight([part, ...alignPoint([...cells, ...extra])], measure);
  });
  const lines = names.map((name, line) =>
    [name, ...columns.map((cells) => painted(cells[line] ?? "", line === 0 ? style.aside : style.value))]
      .join(GAP)
      .trimEnd(),
  );
  if (crossValidation === null) return lines;
  const { mean, standardError, folds } = crossValidation;
  const error = standardError === null ? "" : ` ± ${significant(standardError, 3)} (standard error)`;
  return [...lines, `${folds.length}-fold ${visible(model.loss)}   ${significant(mean)}${error}`];
}

function curveLines(curve: LossCurve, { unicode }: FitRenderOptions): string[] {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const values = curve.map(({ train }) => train);
  const picture = unicode ? `${sparkline(values, CURVE_COLUMNS)}  ` : "";
  const arrow = unicode ? "→" : "->";
  return [
    `loss  ${picture}${significant(first.train, 4)} ${arrow} ${significant(last.train, 4)} in ${count(curve.length, "epoch")}`,
  ];
}

const NAMES: Readonly<Record<OptimizerName, string>> = {
  gd: "gradient descent",
  momentum: "gradient descent with momentum",
  nesterov: "Nesterov's descent",
  sgd: "stochastic gradient descent",
  adam: "Adam",
};

/** What its end says of the model. */
const ENDS: Readonly<Record<StopReason, (after: string) => string>> = {
  gradient: () => "reached the optimum",
  stalled: (after) => `ended ${after}, as the gradient got no smaller`,
  change: (after) => `ended ${after}, as the objective hardly changed`,
  validation: (after) => `ended ${after}, as the validation loss got no smaller`,
  epochs: (after) => `stopped ${after}, short of the optimum`,
};

/** How close it came, in a sentence. */
function certificate({ optimizer, certificate }: FitReport): string {
  const { optimum, gap, gradientNorm, conditionNumber, method } = certificate;
  const after = `after ${count(optimizer.epochs, "epoch")}`;
  const end = certificate.separable
    ? `ended ${after}, as no coefficients are the best`
    : ENDS[optimizer.stop](after);
  const start = `${NAMES[optimizer.name]} ${end}`;
  const scale = Math.abs(optimum ?? 0);
  const share = gap === null ? null : scale > 0 ? gap / scale : gap;
  const facts = [
    share === null || gap === null
      ? `gradient ${short(gradientNorm)}`
      : `gap ${share > 0 && share < ROUNDING ? `below ${short(ROUNDING)}` : `${method === "duality-gap" && share > 0 ? "at most " : ""}${short(share)}`}${scale > 0 ? " of it" : ""}`,
    ...(conditionNumber === null ? [] : [`condition number ${significant(conditionNumber, 3)}`]),
  ];
  return `${start}: ${facts.join(", ")}`;
}

/** A gap that is a smaller share of the optimum is one of rounding. */
const ROUNDING = 1e-12;

function short(value: number): string {
  return value === 0 ? "0" : Number(value.toPrecision(1)).toExponential().replace("e+", "e");
}
