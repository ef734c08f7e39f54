/** One histogram: residuals, or the losses of the rows. */
import { shownBins } from "../report/picture-bins.ts";
import type { Bins } from "../report/picture-types.ts";
import { significant } from "../report/significant.ts";
import { grouped, tick } from "./axis-format.ts";
import { draw, FIRST, Plot } from "./draw.ts";
import type { Figure } from "./figure.ts";

const BINS = 48;

export interface HistogramTexts {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** What is along the axis. */
  readonly axis: string;
}

export function histogram(bins: Bins, { id, title, about, axis }: HistogramTexts): Figure {
  const shown = shownBins(bins, BINS);
  const rows = shown.counts.map((count, i) => ({
    low: shown.start + i * shown.width,
    high: shown.start + (i + 1) * shown.width,
    count,
  }));
  // All values in one bin: the bar gets a width of its own.
  const single = rows.length === 1;
  const half = single ? Math.max(Math.abs(shown.start) * 0.05, 0.5) : 0;
  const bars = single ? [{ ...rows[0]!, low: shown.start - half / 10, high: shown.start + half / 10 }] : rows;
  const beyond = [
    shown.below > 0 ? `${grouped(shown.below)} rows lie below` : "",
    shown.above > 0 ? `${grouped(shown.above)} rows lie above` : "",
  ].filter((part) => part !== "");
  const sentence = beyond.length === 0 ? about : `${about} Of what is not shown, ${beyond.join(", ")}.`;
  const zero = bars.length > 0 && bars[0]!.low < 0 && bars.at(-1)!.high > 0;
  // Of few rows none is cut in two.
  const ticks = Math.min(5, Math.max(1, ...bars.map(({ count }) => count)));
  const domain = single ? { domain: [shown.start - half, shown.start + half] } : {};
  return {
    id,
    title,
    about: sentence,
    picture: draw(`${title}: ${sentence}`, {
      x: { label: axis, tickFormat: tick, ticks: 6, ...domain },
      y: { label: "rows", tickFormat: tick, ticks, grid: true },
      marks: [
        Plot.rectY(bars, {
          x1: "low",
          x2: "high",
          y1: 0,
          y2: "count",
          fill: FIRST,
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        ...(zero
          ? [Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.6, strokeDasharray: "4 3" })]
          : []),
        Plot.ruleY([0]),
      ],
    }),
    table: {
      columns: ["from", "to", "rows"].map((name) => ({ name, numeric: true })),
      rows: [
        ...(shown.below > 0 ? [["", significant(shown.start), grouped(shown.below)]] : []),
        ...rows.map(({ low, high, count }) => [significant(low), significant(high), grouped(count)]),
        ...(shown.above > 0
          ? [[significant(shown.start + rows.length * shown.width), "", grouped(shown.above)]]
          : []),
      ],
    },
  };
}
