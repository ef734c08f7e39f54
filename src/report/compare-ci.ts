/** A comparison for CI: JUnit, OpenMetrics, flat metrics, and what GitHub is told. */

import { renderCompareMarkdown } from "./compare-markdown.ts";
import type {
  CompareReport,
  Difference,
  LossComparison,
  LossComparisons,
  MarginResult,
} from "./compare-types.ts";
import { compareHeading, marginLines } from "./compare-words.ts";
import { apart } from "./gate-names.ts";
import type { Told } from "./github.ts";
import { jsonText } from "./json.ts";
import { type JunitCase, junitDocument, junitSuite } from "./junit.ts";
import {
  type Family,
  GATE_PASSED,
  type Labels,
  labelNames,
  openMetricsText,
  ROWS,
  ROWS_SKIPPED,
  rowSamples,
  type Sample,
  skippedSamples,
  sliceLabels,
} from "./openmetrics.ts";

/** A suite that is called as the inputs, a case for each margin of each model; values and changes are its properties. */
export function renderCompareJunit(report: CompareReport): string {
  const { rows, losses } = report;
  const properties = [
    ["rows read", rows.read],
    ["rows used", rows.used],
    ...Object.entries(losses).flatMap(([key, comparison]) => valueProperties(key, comparison)),
  ] as const;
  return junitDocument([junitSuite(compareHeading(report).inputs, properties, cases(report))]);
}

function valueProperties(key: string, { values, reasons, differences }: LossComparison): [string, string][] {
  const text = (value: number | null, reason: string | undefined) =>
    value === null ? `no value: ${reason ?? ""}` : String(value);
  return [
    ...Object.entries(values).map(([model, value]): [string, string] => [
      `${key} of ${model}`,
      text(value, reasons?.[model]),
    ]),
    ...differences.map(({ model, reference, difference, reason }): [string, string] => [
      `${key} of ${model} less that of ${reference}`,
      text(difference, reason),
    ]),
  ];
}

function cases(report: CompareReport): JunitCase[] {
  const names = apart(report.gates.map((gate) => ruleName(report, gate)));
  return told(report).map((gate, place) => ({ ...gate, name: names[place] ?? "" }));
}

/** Rule, and the model where there are several: `margin mse=1% [new]`. */
function ruleName({ models }: CompareReport, { rule, model }: MarginResult): string {
  return models.length > 2 ? `${rule} [${model}]` : rule;
}

function told(report: CompareReport): { verdict: MarginResult["verdict"]; message: string }[] {
  return marginLines(report).map(({ verdict, what, text }) => ({ verdict, message: `${what}: ${text}` }));
}

/** What GitHub is told of it. */
export function toldOfComparison(report: CompareReport): Told {
  return { name: null, gates: told(report), markdown: renderCompareMarkdown(report) };
}

/** Rows of which losses are compared: all, then each slice. */
function groups({
  losses,
  slices,
  columns,
}: CompareReport): { slice: Labels; after: string; losses: LossComparisons }[] {
  const labelOf = labelNames(columns.by);
  return [
    { slice: [], after: "", losses },
    ...slices.map(({ by, losses: own }) => ({
      slice: sliceLabels(by, labelOf),
      after: `/${columns.by.map((column) => `${column}=${by[column] ?? ""}`).join(",")}`,
      losses: own,
    })),
  ];
}

/**
 * Gauges `lossctl_loss` (labels `loss` and `model`), `lossctl_difference` with its standard error, interval and p value
 * (`loss`, `model`, `reference`), and rows and gates as of an evaluation.
 */
export function renderCompareOpenMetrics(report: CompareReport): string {
  const of = (samples: (key: string, comparison: LossComparison, slice: Labels) => Sample[]): Sample[] =>
    groups(report).flatMap(({ slice, losses }) =>
      Object.entries(losses).flatMap(([key, comparison]) => samples(key, comparison, slice)),
    );
  const differences = (number: (difference: Difference) => number | null | undefined, leveled = false) =>
    of((key, comparison, slice) =>
      comparison.differences.flatMap((difference) => {
        const { model, reference, interval } = difference;
        const value = number(difference);
        const level: Labels = leveled ? [["level", String(interval?.level ?? "")]] : [];
        const labels: Labels = [
          ["loss", key],
          ["model", model],
          ["reference", reference],
          ...slice,
          ...level,
        ];
        return value === null || value === undefined ? [] : [{ labels, value }];
      }),
    );
  const families: Family[] = [
    {
      name: "lossctl_loss",
      help: "Value of a loss or metric; NaN where there is none.",
      samples: of((key, { values }, slice) =>
        Object.entries(values).map(([model, value]) => ({
          labels: [["loss", key], ["model", model], ...slice],
          value: value ?? Number.NaN,
        })),
      ),
    },
    {
      name: "lossctl_difference",
      help: "Value of the model less that of the reference; NaN where there is none.",
      samples: differences(({ difference }) => difference ?? Number.NaN),
    },
    {
      name: "lossctl_difference_standard_error",
      help: "Standard error of the difference.",
      samples: differences(({ standardError }) => standardError),
    },
    {
      name: "lossctl_difference_interval_low",
      help: "Lower end of the confidence interval of the difference.",
      samples: differences(({ interval }) => interval?.low, true),
    },
    {
      name: "lossctl_difference_interval_high",
      help: "Upper end of the confidence interval of the difference.",
      samples: differences(({ interval }) => interval?.high, true),
    },
    {
      name: "lossctl_difference_p_value",
      help: "Two-sided p value of the difference; of several models corrected by Holm.",
      samples: differences(({ pValue, adjustedPValue }) =>
        adjustedPValue === undefined ? pValue : adjustedPValue,
      ),
    },
    { ...ROWS, samples: rowSamples(report) },
    { ...ROWS_SKIPPED, samples: skippedSamples(report) },
    {
      ...GATE_PASSED,
      samples: report.gates.map(({ rule, model, verdict }) => ({
        labels: [
          ["rule", rule],
          ["model", model],
        ],
        value: verdict === "pass" ? 1 : 0,
      })),
    },
  ];
  return openMetricsText(families);
}

export function renderCompareMetrics(report: CompareReport): string {
  return jsonText(compareMetrics(report));
}

/**
 * `mse/new` for a model's value, `mse/new/difference` for that less the reference's, `mse/new/region=south` for a slice.
 * What is no finite number is left out.
 */
export function compareMetrics(report: CompareReport): ReadonlyMap<string, number> {
  const metrics = new Map<string, number>();
  const put = (plain: string, value: number | null | undefined): void => {
    if (typeof value !== "number" || !Number.isFinite(value)) return;
    let name = plain;
    // Texts of models and slices may hold what stands between them.
    for (let count = 2; metrics.has(name); count++) name = `${plain}#${count}`;
    metrics.set(name, value);
  };
  for (const key of Object.keys(report.losses)) {
    for (const { after, losses } of groups(report)) {
      for (const [model, value] of Object.entries(losses[key]?.values ?? {})) {
        put(`${key}/${model}${after}`, value);
      }
      for (const { model, difference } of losses[key]?.differences ?? []) {
        put(`${key}/${model}/difference${after}`, difference);
      }
    }
  }
  return metrics;
}
