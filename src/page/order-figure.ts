/** The mean loss along the files: whether rows get worse with time, or with their place. */
import type { OrderRun, Pictures } from "../report/picture-types.ts";
import { significant } from "../report/significant.ts";
import { visible } from "../visible.ts";
import { grouped, tick } from "./axis-format.ts";
import { draw, FIRST, Plot } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { text } from "./html.ts";

const middle = (d: { readonly from: number; readonly to: number }): number => (d.from + d.to) / 2;

/** Files one after the other, each as long as its lines. */
function placed(order: readonly OrderRun[]): { from: number; to: number; run: OrderRun }[] {
  let [offset, end, file] = [0, 0, order[0]?.file ?? 0];
  return order.map((run) => {
    if (run.file !== file) {
      offset = end;
      file = run.file;
    }
    end = offset + run.line + run.lines;
    return { from: offset + run.line, to: end, run };
  });
}

export function orderFigure(
  { key, order }: NonNullable<Pictures["loss"]>,
  inputs: readonly string[],
  wide: boolean,
): Figure | null {
  // A row or two have no order to speak of.
  if (order.length < 4) return null;
  const several = new Set(order.map(({ file }) => file)).size > 1;
  const runs = placed(order);
  const finite = runs.filter(({ run }) => Number.isFinite(run.mean));
  const infinite = runs.length - finite.length;
  const lines = order[0]!.lines;
  const about = [
    `Mean ${visible(key)} of ${lines === 1 ? "each line" : `every ${grouped(lines)} lines`}${several ? ", the files one after the other" : ""}.`,
    infinite > 0
      ? `Where it is infinite, in ${infinite} of ${runs.length} places, there is a mark at the top.`
      : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  const title = `${visible(key)} along the ${several ? "files" : "file"}`;
  const top = Math.max(0, ...finite.map(({ run }) => run.mean));
  const drawn = (size: { readonly width?: number; readonly height?: number }, ticks: number): string =>
    draw(`${title}. ${about}`, {
      ...size,
      x: { label: several ? "line, over all files" : "line", tickFormat: tick, ticks },
      y: { label: `mean ${visible(key)}`, tickFormat: tick, ticks: 5, grid: true, zero: true },
      marks: [
        Plot.ruleY([0]),
        Plot.ruleY(finite, {
          x1: "from",
          x2: "to",
          y: (d: { run: OrderRun }) => d.run.mean,
          stroke: FIRST,
          strokeWidth: ticks > 6 ? 3 : 2,
        }),
        Plot.line(finite, {
          x: middle,
          y: (d: { run: OrderRun }) => d.run.mean,
          stroke: FIRST,
          strokeOpacity: 0.4,
        }),
        Plot.dot(
          runs.filter(({ run }) => run.mean === Number.POSITIVE_INFINITY),
          { x: middle, y: () => top || 1, symbol: "triangle", fill: "var(--fail)" },
        ),
      ],
    });
  return {
    id: "order",
    title,
    about,
    picture: drawn({}, 6),
    ...(wide ? { widePicture: drawn({ width: 1000, height: 240 }, 10) } : {}),
    table: {
      columns: [
        ...(several ? [{ name: "file", numeric: false }] : []),
        ...["from line", "rows", "mean"].map((name) => ({ name, numeric: true })),
      ],
      rows: order.map(({ file, line, rows, mean }) => [
        ...(several ? [text(inputs[file] ?? "")] : []),
        grouped(Math.max(1, line)),
        grouped(rows),
        significant(mean),
      ]),
    },
  };
}
