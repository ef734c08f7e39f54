/** Prediction against label, and residuals: of one label and one prediction on its scale. */
import { shownCells } from "../report/picture-bins.ts";
import type { Cells, Pictures, Sample } from "../report/picture-types.ts";
import { grouped, tick } from "./axis-format.ts";
import { dotPath, draw, FIRST, levelPaths, type Markish, Plot } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { histogram } from "./histogram.ts";

/** Cells along an axis. */
const CELLS = 64;
const LEVELS = 9;
/** Dots beyond this share of them, on either side, are out of the picture. */
const TAIL = 0.005;

export function regressionFigures(pictures: Pictures): Figure[] {
  const { residuals, predictions, residualsByPrediction, sample } = pictures;
  if (residuals === null || predictions === null || residualsByPrediction === null || sample === null)
    return [];
  return [
    pairs(
      {
        id: "predictions",
        title: "Prediction against label",
        about: "On the dashed line predictions are right; above it they are too high.",
        x: "label",
        y: "prediction",
      },
      predictions,
      sample,
      (label, prediction) => [label, prediction],
      (low, high) => [
        Plot.link([{ from: low, to: high }], {
          x1: "from",
          y1: "from",
          x2: "to",
          y2: "to",
          stroke: "currentColor",
          strokeDasharray: "4 3",
          strokeOpacity: 0.7,
        }),
      ],
    ),
    histogram(residuals, {
      id: "residuals",
      title: "Residuals",
      about: "Prediction minus label: how far off, and to which side.",
      axis: "residual",
    }),
    pairs(
      {
        id: "residuals-by-prediction",
        title: "Residuals by prediction",
        about: "A slope or a funnel is something that the model has missed.",
        x: "prediction",
        y: "residual",
      },
      residualsByPrediction,
      sample,
      (label, prediction) => [prediction, prediction - label],
      () => [Plot.ruleY([0], { stroke: "currentColor", strokeDasharray: "4 3", strokeOpacity: 0.7 })],
    ),
  ];
}

interface PairTexts {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly x: string;
  readonly y: string;
}

/** Dots where there are few pairs or a few cells hold them all, else darkness by the number of rows. */
function pairs(
  texts: PairTexts,
  cells: Cells,
  sample: Sample,
  pointOf: (label: number, prediction: number) => readonly [number, number],
  guides: (low: number, high: number) => readonly Markish[],
): Figure {
  const { id, title, x, y } = texts;
  const shown = sample.complete ? null : shownCells(cells, CELLS);
  const points = shown === null ? dots(sample, pointOf) : [];
  const own =
    shown === null
      ? { x: range(points.map(([a]) => a)), y: range(points.map(([, b]) => b)) }
      : { x: shown.x, y: shown.y };
  // Label and prediction are on one scale.
  const both = [Math.min(own.x[0], own.y[0]), Math.max(own.x[1], own.y[1])] as const;
  // Residuals are seen from 0.
  const fromZero = [Math.min(own.y[0], 0), Math.max(own.y[1], 0)] as const;
  const bounds = id === "predictions" ? { x: both, y: both } : { x: own.x, y: fromZero };
  const largest = Math.max(1, ...(shown?.cells ?? []).map(({ rows }) => rows));
  const level = (rows: number): number => Math.ceil((LEVELS * Math.log1p(rows)) / Math.log1p(largest)) - 1;
  const how =
    shown !== null
      ? `The stronger the colour, the more rows: up to ${grouped(largest)} in a cell.${shown.outside > 0 ? ` ${grouped(shown.outside)} rows lie outside.` : ""}`
      : sample.complete
        ? ""
        : `A sample of ${grouped(points.length)} pairs, the same for any order of the rows.`;
  const about = [texts.about, how].filter((part) => part !== "").join(" ");
  const marks =
    shown !== null
      ? [
          Plot.rect(shown.cells, {
            x1: "x",
            x2: (cell: { x: number }) => cell.x + shown.width,
            y1: "y",
            y2: (cell: { y: number }) => cell.y + shown.height,
            fill: FIRST,
            render: levelPaths(LEVELS, (i) => level(shown.cells[i]!.rows)),
          }),
        ]
      : [
          Plot.dot(points, {
            x: (point: readonly number[]) => point[0],
            y: (point: readonly number[]) => point[1],
            render: dotPath(points.length > 400 ? 2 : 3, points.length > 400 ? 0.6 : 0.75),
          }),
        ];
  return {
    id,
    title,
    about,
    picture: draw(`${title}. ${about}`, {
      x: { label: x, tickFormat: tick, ticks: 6, domain: [...bounds.x], grid: true },
      y: { label: y, tickFormat: tick, ticks: 6, domain: [...bounds.y], grid: true },
      marks: [...marks, ...guides(...both)],
    }),
  };
}

/** Without the outermost where there are many. */
function dots(
  { pairs: sampled }: Sample,
  pointOf: (label: number, prediction: number) => readonly [number, number],
): (readonly [number, number])[] {
  const points = sampled
    .map(({ first, second }) => pointOf(first, second))
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const keep = [0, 1].map((axis) => {
    const sorted = points.map((point) => point[axis]!).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    const [low, high] = [at(TAIL), at(1 - TAIL)];
    const more = (high - low) / 2;
    return (value: number): boolean => more === 0 || (value >= low - more && value <= high + more);
  });
  return points.filter(([a, b]) => keep[0]!(a) && keep[1]!(b));
}

/** From the least to the most with a margin; around a single value there is room too. */
function range(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return [0, 1];
  const margin = most > least ? (most - least) * 0.03 : Math.max(Math.abs(most) * 0.05, 0.5);
  return [least - margin, most + margin];
}
