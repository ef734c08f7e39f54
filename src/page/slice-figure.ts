/** A loss of each slice as a dot with its interval. */
import { sliceCell } from "../report/gate-lines.ts";
import type { Pictures } from "../report/picture-types.ts";
import { significant } from "../report/significant.ts";
import type { Report, Slice } from "../report/types.ts";
import { visible } from "../visible.ts";
import { tick } from "./axis-format.ts";
import { draw, FIRST, Plot } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { intervalOf } from "./interval.ts";

/** More are not told apart in a picture. */
const MOST = 40;
const LONGEST_NAME = 22;
/** Three stand beside each other. */
const SLICE_WIDTH = 380;

/** Null where no slice has a finite value. */
export function sliceFigure(report: Report, key: string, { better }: Pictures): Figure | null {
  const { by } = report.columns;
  const value = (slice: Slice): number => slice.losses[key]?.value ?? Number.NaN;
  const finite = report.slices.filter((slice) => Number.isFinite(value(slice)));
  if (finite.length === 0) return null;
  const direction = better[key] ?? "lower";
  const badness = (slice: Slice): number =>
    direction === "lower" ? value(slice) : direction === "higher" ? -value(slice) : Math.abs(value(slice));
  const worst = new Set(finite.toSorted((a, b) => badness(b) - badness(a)).slice(0, MOST));
  const shown = finite.filter((slice) => worst.has(slice));
  const names = unique(shown.map((slice) => by.map((name) => sliceCell(slice.by[name] ?? "")).join(", ")));
  const points = shown.map((slice, i) => {
    const interval = intervalOf(slice.losses[key]);
    return {
      name: names[i]!,
      value: value(slice),
      low: interval?.low ?? value(slice),
      high: interval?.high ?? value(slice),
    };
  });
  const intervals = points.some(({ low, high }) => low !== high);
  const total = report.losses[key]?.value ?? null;
  const left = report.slices.length - shown.length;
  const about = [
    left > 0 ? `The worst ${shown.length} of ${report.slices.length} slices.` : "",
    intervals ? "Lines are intervals." : "",
    total !== null && Number.isFinite(total) ? `The dashed line is all rows: ${significant(total)}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  const longest = Math.max(...names.map((name) => name.length));
  const title = `${visible(key)} by ${by.map(visible).join(", ")}`;
  return {
    id: `slices-${Object.keys(report.losses).indexOf(key)}`,
    title,
    about,
    picture: draw(`${title}. ${about}`, {
      width: SLICE_WIDTH,
      height: 64 + 21 * shown.length,
      marginLeft: Math.min(190, 20 + 7.6 * longest),
      x: { label: visible(key), tickFormat: tick, ticks: 4, grid: true, nice: true },
      y: { label: null, domain: names, tickSize: 0 },
      marks: [
        ...(total !== null && Number.isFinite(total)
          ? [Plot.ruleX([total], { stroke: "currentColor", strokeDasharray: "4 3", strokeOpacity: 0.7 })]
          : []),
        Plot.ruleY(points, { y: "name", x1: "low", x2: "high", stroke: FIRST, strokeWidth: 2 }),
        Plot.dot(points, { y: "name", x: "value", r: 4.5, fill: FIRST, stroke: "var(--card)" }),
      ],
    }),
  };
}

function unique(names: readonly string[]): string[] {
  const short = names.map((name) =>
    name.length <= LONGEST_NAME ? name : `${name.slice(0, 12)}…${name.slice(-9)}`,
  );
  return short.map((name, place) => (short.indexOf(name) === place ? name : `${name}#${place + 1}`));
}
