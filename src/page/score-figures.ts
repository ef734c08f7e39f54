/** Predictions of one of two classes: reliability, scores by class, ROC and precision-recall curves. */
import { shownBins } from "../report/picture-bins.ts";
import type { ScoreBins } from "../report/picture-types.ts";
import {
  type CurvePoint,
  calibration,
  precisionRecallCurve,
  prevalence,
  rocCurve,
} from "../report/score-curves.ts";
import { significant } from "../report/significant.ts";
import { tick } from "./axis-format.ts";
import { DIAGONAL, draw, FIRST, Plot, SECOND } from "./draw.ts";
import type { Figure } from "./figure.ts";

const RELIABILITY_BINS = 16;
const SCORE_BINS = 40;
/** Rows of a curve's table. */
const CURVE_ROWS = 21;

const share = (value: number): string => significant(value, 4);

export interface ReliabilityTexts {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

export function reliability(scores: ScoreBins, { title, x, y }: ReliabilityTexts): Figure {
  const bins = calibration(scores, RELIABILITY_BINS);
  const largest = Math.max(...bins.map(({ weight }) => weight));
  const about =
    "On the dashed line predictions are as often right as they say; below it they say too much. The larger a dot, the more rows.";
  return {
    id: "reliability",
    title,
    about,
    picture: draw(`${title}. ${about}`, {
      x: { label: x, domain: [0, 1], ticks: 6, tickFormat: tick, grid: true },
      y: { label: y, domain: [0, 1], ticks: 6, tickFormat: tick, grid: true },
      marks: [
        DIAGONAL,
        Plot.line(bins, { x: "predicted", y: "observed", stroke: FIRST, strokeWidth: 1.5 }),
        Plot.dot(bins, {
          x: "predicted",
          y: "observed",
          r: (bin: { weight: number }) => 3 + 7 * Math.sqrt(bin.weight / largest),
          fill: FIRST,
          fillOpacity: 0.75,
          stroke: "var(--card)",
        }),
      ],
      r: { type: "identity" },
    }),
    table: {
      columns: ["from", "to", "rows", "mean prediction", y].map((name) => ({ name, numeric: true })),
      rows: bins.map(({ low, high, weight, predicted, observed }) => [
        String(low),
        String(high),
        significant(weight, 6),
        share(predicted),
        share(observed),
      ]),
    },
  };
}

export function scoresByClass(scores: ScoreBins, axis: string): Figure {
  const { start, width } = scores;
  const all = shownBins({ start, width, counts: scores.all, below: 0, above: 0 }, SCORE_BINS);
  const bars = all.counts.map((rows, i) => ({
    low: all.start + i * all.width,
    high: all.start + (i + 1) * all.width,
    rows,
    positive: 0,
  }));
  scores.positive.forEach((weight, bin) => {
    const bar = bars[Math.floor((start + bin * width - all.start) / all.width)];
    if (bar !== undefined) bar.positive += weight;
  });
  const about =
    "Positive rows point up, negative ones down. The less the two overlap, the better they are told apart.";
  const inset = { insetLeft: 0.5, insetRight: 0.5 };
  return {
    id: "scores",
    title: "Predictions by class",
    about,
    legend: [
      { name: "positive", kind: "first" },
      { name: "negative", kind: "second" },
    ],
    picture: draw(`Predictions by class. ${about}`, {
      x: { label: axis, tickFormat: tick, ticks: 6 },
      y: { label: "rows", tickFormat: (rows: number) => tick(Math.abs(rows)), ticks: 6, grid: true },
      marks: [
        Plot.rectY(bars, { x1: "low", x2: "high", y1: 0, y2: "positive", fill: FIRST, ...inset }),
        Plot.rectY(bars, {
          x1: "low",
          x2: "high",
          y1: 0,
          y2: (bar: { rows: number; positive: number }) => bar.positive - bar.rows,
          fill: SECOND,
          ...inset,
        }),
        Plot.ruleY([0]),
      ],
    }),
    table: {
      columns: ["from", "to", "positive", "negative"].map((name) => ({ name, numeric: true })),
      rows: bars.map(({ low, high, rows, positive }) => [
        significant(low),
        significant(high),
        significant(positive, 6),
        significant(rows - positive, 6),
      ]),
    },
  };
}

/** None where all rows are of one class. */
export function curves(scores: ScoreBins): Figure[] {
  const roc = rocCurve(scores);
  const precision = precisionRecallCurve(scores);
  const base = prevalence(scores);
  const unit = (label: string) => ({ label, domain: [0, 1], ticks: 6, tickFormat: tick, grid: true });
  const figures: Figure[] = [];
  if (roc !== null) {
    const about =
      "Of the positive rows those found, against the negative ones taken along, for each threshold. The dashed line is chance.";
    figures.push({
      id: "roc",
      title: "ROC curve",
      about,
      picture: draw(`ROC curve. ${about}`, {
        x: unit("false positive rate"),
        y: unit("true positive rate"),
        marks: [
          Plot.areaY(roc, { x: "x", y1: 0, y2: "y", fill: FIRST, fillOpacity: 0.12 }),
          DIAGONAL,
          Plot.line(roc, { x: "x", y: "y", stroke: FIRST, strokeWidth: 2 }),
        ],
      }),
      table: curveTable(roc, "false positive rate", "true positive rate"),
    });
  }
  if (precision !== null && roc !== null) {
    const about = `How many of the rows taken are positive, against how many of the positive ones are found. The dashed line, ${share(base)}, is the share of positive rows.`;
    figures.push({
      id: "precision-recall",
      title: "Precision and recall",
      about,
      picture: draw(`Precision and recall. ${about}`, {
        x: unit("recall"),
        y: unit("precision"),
        marks: [
          Plot.areaY(precision, { x: "x", y1: 0, y2: "y", fill: FIRST, fillOpacity: 0.12 }),
          Plot.ruleY([base], { stroke: "currentColor", strokeDasharray: "4 3", strokeOpacity: 0.7 }),
          Plot.line(precision, { x: "x", y: "y", stroke: FIRST, strokeWidth: 2 }),
        ],
      }),
      table: curveTable(precision, "recall", "precision"),
    });
  }
  return figures;
}

function curveTable(points: readonly CurvePoint[], x: string, y: string): NonNullable<Figure["table"]> {
  const step = Math.max(1, (points.length - 1) / (CURVE_ROWS - 1));
  const places = new Set(
    Array.from({ length: CURVE_ROWS }, (_, i) => Math.min(points.length - 1, Math.round(i * step))),
  );
  return {
    columns: [x, y].map((name) => ({ name, numeric: true })),
    rows: [...places].map((place) => [share(points[place]!.x), share(points[place]!.y)]),
  };
}
