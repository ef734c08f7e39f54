/** OpenMetrics text, for GitLab's metrics report and for Prometheus (the textfile collector of node_exporter). */
import type { PairedRowCounts } from "./compare-types.ts";
import type { NamedReport } from "./named-report.ts";
import type { LossResult, LossResults, Report, SliceTexts } from "./types.ts";

export type Labels = readonly (readonly [string, string])[];

/** All are gauges. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export function renderOpenMetrics(report: Report): string {
  return renderOpenMetricsOf([{ name: null, report }]);
}

/**
 * A sample for each loss, and for each slice and loss; rows; and for each gate whether it passed. Labels are `loss`,
 * `by_<column>` for a slice, `rule`, and `evaluation` where several are reported. Numbers are shortest round-trip: equal
 * texts are equal numbers, which is how GitLab compares them.
 */
export function renderOpenMetricsOf(reports: readonly NamedReport[]): string {
  const samples = (of: (report: Report) => Sample[]): Sample[] =>
    reports.flatMap(({ name, report }) =>
      of(report).map(({ labels, value }) => ({
        labels: [...(name === null ? [] : [["evaluation", name] as const]), ...labels],
        value,
      })),
    );
  const families: Family[] = [
    {
      name: "lossctl_loss",
      help: "Value of a loss or metric; NaN where there is none.",
      samples: samples((report) => lossSamples(report, ({ value }) => value ?? Number.NaN)),
    },
    {
      name: "lossctl_loss_standard_error",
      help: "Standard error of the value.",
      samples: samples((report) => lossSamples(report, ({ standardError }) => standardError ?? undefined)),
    },
    {
      name: "lossctl_loss_interval_low",
      help: "Lower end of the confidence interval of the value.",
      samples: samples((report) => lossSamples(report, ({ interval }) => interval?.low, levelLabel)),
    },
    {
      name: "lossctl_loss_interval_high",
      help: "Upper end of the confidence interval of the value.",
      samples: samples((report) => lossSamples(report, ({ interval }) => interval?.high, levelLabel)),
    },
    { ...ROWS, samples: samples(rowSamples) },
    { ...ROWS_SKIPPED, samples: samples(skippedSamples) },
    { ...GATE_PASSED, samples: samples(gateSamples) },
  ];
  return openMetricsText(families);
}

export function openMetricsText(families: readonly Family[]): string {
  return `${families.map(familyText).join("")}# EOF\n`;
}

/** Families that every document has. */
export const ROWS = { name: "lossctl_rows", help: "Rows read, and rows used by the losses." } as const;
export const ROWS_SKIPPED = { name: "lossctl_rows_skipped", help: "Rows left out, by reason." } as const;
export const GATE_PASSED = {
  name: "lossctl_gate_passed",
  help: "1 where the gate passed, 0 where it failed or could not be decided.",
} as const;

/** Of all rows, then of the slices; losses without that number are left out. */
function lossSamples(
  report: Report,
  of: (result: LossResult) => number | undefined,
  further: (result: LossResult) => Labels = () => [],
): Sample[] {
  const labelOf = labelNames(report.columns.by);
  const samples = (losses: LossResults, slice: Labels): Sample[] =>
    Object.entries(losses).flatMap(([key, result]) => {
      const value = of(result);
      return value === undefined ? [] : [{ labels: [["loss", key], ...slice, ...further(result)], value }];
    });
  return [
    ...samples(report.losses, []),
    ...report.slices.flatMap(({ losses, by }) => samples(losses, sliceLabels(by, labelOf))),
  ];
}

function levelLabel({ interval }: LossResult): Labels {
  return [["level", String(interval?.level ?? "")]];
}

/** What is asked of a report about its rows. */
type CountedRows = {
  readonly rows: PairedRowCounts;
  readonly slices: readonly { readonly by: SliceTexts; readonly rows: PairedRowCounts }[];
  readonly columns: Pick<Report["columns"], "by">;
};

export function skippedSamples({ rows }: Pick<CountedRows, "rows">): Sample[] {
  return Object.entries(rows.skipped).map(([reason, value]) => ({ labels: [["reason", reason]], value }));
}

export function rowSamples({ rows, slices, columns }: CountedRows): Sample[] {
  const labelOf = labelNames(columns.by);
  return [
    { labels: [["state", "read"]], value: rows.read },
    { labels: [["state", "used"]], value: rows.used },
    ...slices.map((slice) => ({
      labels: [["state", "used"] as const, ...sliceLabels(slice.by, labelOf)],
      value: slice.rows.used,
    })),
  ];
}

function gateSamples({ gates, columns }: Report): Sample[] {
  const labelOf = labelNames(columns.by);
  return gates.map(({ rule, slice, verdict }) => ({
    labels: [["rule", rule], ...(slice === null ? [] : sliceLabels(slice, labelOf))],
    value: verdict === "pass" ? 1 : 0,
  }));
}

/** An empty label is one that is not there, and the slice would be all rows: `""` stands for it. */
export function sliceLabels(slice: SliceTexts, labelOf: ReadonlyMap<string, string>): Labels {
  return [...labelOf].map(([column, label]) => [label, slice[column] || '""']);
}

/** Column to label: what a label's name can't hold is `_`, and of two that are then the same the later is `…_2`. */
export function labelNames(by: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const column of by) {
    const plain = `by_${column.replace(/[^a-zA-Z0-9_]/gu, "_")}`;
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}_${count}`;
    taken.add(name);
    names.set(column, name);
  }
  return names;
}

/** A family without samples says nothing. A series stands once, however often its rule was given. */
function familyText({ name, help, samples }: Family): string {
  if (samples.length === 0) return "";
  const series = new Map<string, string>();
  for (const { labels, value } of samples) {
    const texts = labels.map(([label, text]) => `${label}="${escaped(text)}"`).join(",");
    if (!series.has(texts)) series.set(texts, `${name}{${texts}} ${numberText(value)}\n`);
  }
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${[...series.values()].join("")}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

/** Halves of surrogate pairs have no place in UTF-8. */
function escaped(text: string): string {
  return text
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[\\"\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}
