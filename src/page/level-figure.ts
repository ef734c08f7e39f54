/** Forecasts of quantiles: how often labels are at or below each, against its level. */
import type { LevelShare } from "../report/picture-types.ts";
import { significant } from "../report/significant.ts";
import { tick } from "./axis-format.ts";
import { DIAGONAL, draw, FIRST, Plot } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { number } from "./html.ts";

const digits = (value: number): string => number(value, significant(value, 4));

export function levelFigure(levels: readonly LevelShare[]): Figure | null {
  if (levels.length === 0) return null;
  const known = levels.flatMap(({ level, interval }) =>
    interval === null ? [] : [{ level, ...ends(interval) }],
  );
  const confidence = levels.find(({ interval }) => interval !== null)?.interval?.level;
  const about = [
    "On the dashed line labels are as often at or below a forecast as its level says; above the line forecasts are too high, below it too low.",
    confidence === undefined ? "" : `Bars are ${significant(confidence, 4, true)}% intervals.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
  const title = "Calibration of the quantiles";
  const unit = (label: string) => ({ label, domain: [0, 1], ticks: 6, tickFormat: tick, grid: true });
  return {
    id: "levels",
    title,
    about,
    picture: draw(`${title}. ${about}`, {
      x: unit("level"),
      y: unit("share of labels at or below"),
      marks: [
        DIAGONAL,
        Plot.line(levels, { x: "level", y: "share", stroke: FIRST, strokeOpacity: 0.4 }),
        Plot.link(known, { x1: "level", x2: "level", y1: "low", y2: "high", stroke: FIRST, strokeWidth: 2 }),
        Plot.dot(levels, { x: "level", y: "share", r: 3.5, fill: FIRST, stroke: "var(--card)" }),
      ],
      r: { type: "identity" },
    }),
    table: {
      columns: ["level", "rows", "at or below", "from", "to"].map((name) => ({ name, numeric: true })),
      rows: levels.map(({ level, weight, share, interval }) => [
        significant(level, 6),
        significant(weight, 6),
        digits(share),
        ...(interval === null ? ["–", "–"] : [digits(interval.low), digits(interval.high)]),
      ]),
    },
  };
}

/** As far as they are shares. */
function ends({ low, high }: { readonly low: number; readonly high: number }) {
  return { low: Math.max(0, low), high: Math.min(1, high) };
}
