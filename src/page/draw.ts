/** Plots as SVG texts: Observable Plot on a document that is not in a browser. The only file that knows it. */
import {
  areaY,
  cell,
  dot,
  line,
  link,
  type PlotOptions,
  plot,
  type RenderFunction,
  rect,
  rectY,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";
import { SvgDocument } from "./svg-document.ts";

export type { Markish } from "@observablehq/plot";

/** The marks that the page uses: named, so that the others stay out of the bundle. */
export const Plot = { areaY, cell, dot, line, link, rect, rectY, ruleX, ruleY, text };

const document = new SvgDocument();

/** Wide enough for half of a desktop's page, and still to be read when shrunk to a phone's. */
export const WIDTH = 480;
export const HEIGHT = 300;

export const FIRST = "var(--first)";
export const SECOND = "var(--second)";
export const FAINT = "var(--faint)";

/** From (0, 0) to (1, 1), dashed. */
export const DIAGONAL = Plot.link([{}], {
  x1: () => 0,
  y1: () => 0,
  x2: () => 1,
  y2: () => 1,
  stroke: "currentColor",
  strokeDasharray: "4 3",
  strokeOpacity: 0.7,
});

/** `label` says what the picture shows to who can't see it. */
export function draw(label: string, options: PlotOptions): string {
  const drawn = plot({
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 56,
    marginBottom: 44,
    marginTop: 24,
    marginRight: 16,
    className: "plot",
    style: "font-size:13px",
    document: document as unknown as NonNullable<PlotOptions["document"]>,
    ...options,
  });
  return tidied(drawn.outerHTML, label);
}

const LONG_NUMBER = /(?<!opacity=")-?\d+\.\d{2,}(?:e-\d+)?/g;

/** Without the style that each plot brings (the page has it once), with short numbers, and with its label. */
function tidied(svg: string, label: string): string {
  return (
    svg
      .replace(/<style>[\s\S]*?<\/style>/, "")
      .replace(/ aria-hidden="true"| aria-label="[^"]*"| aria-description="[^"]*"/g, "")
      // In the tags only: what is between them is there to be read.
      .replace(/<[^>]*>/g, (tag) =>
        tag.replace(LONG_NUMBER, (number) => String(Number(Number(number).toFixed(1)))),
      )
      .replace(
        /^<svg[^>]*>/,
        (tag) => `${tag.slice(0, -1)} role="img" aria-label="${label.replaceAll(/[<>&"]/g, "")}">`,
      )
  );
}

/** What a mark draws. */
type Drawing = NonNullable<ReturnType<RenderFunction>>;

interface Drawn {
  readonly x1?: ArrayLike<number>;
  readonly x2?: ArrayLike<number>;
  readonly y1?: ArrayLike<number>;
  readonly y2?: ArrayLike<number>;
  readonly x?: ArrayLike<number>;
  readonly y?: ArrayLike<number>;
}

/** Rectangles as one path for each level of darkness, which is many times smaller than an element each. */
export function levelPaths(levels: number, levelOf: (index: number) => number): RenderFunction {
  return (index, _scales, values) => {
    const { x1, x2, y1, y2 } = values as Drawn;
    const paths = new Array<string>(levels).fill("");
    for (const i of index) {
      const [left, right] = ends(x1![i]!, x2![i]!);
      const [top, bottom] = ends(y1![i]!, y2![i]!);
      const level = Math.max(0, Math.min(levels - 1, levelOf(i)));
      paths[level] += `M${left},${top}H${right}V${bottom}H${left}z`;
    }
    return group(
      paths.map((d, level) => ({ d, fill: FIRST, "fill-opacity": ((level + 1) / levels).toFixed(2) })),
    );
  };
}

/** Dots as one path. */
export function dotPath(radius: number, opacity: number): RenderFunction {
  return (index, _scales, values) => {
    const { x, y } = values as Drawn;
    const d = Array.from(index, (i) => `M${x![i]!.toFixed(1)},${y![i]!.toFixed(1)}h0`).join("");
    return group([
      {
        d,
        stroke: FIRST,
        "stroke-width": String(2 * radius),
        "stroke-linecap": "round",
        "stroke-opacity": String(opacity),
      },
    ]);
  };
}

function ends(a: number, b: number): [string, string] {
  return [Math.min(a, b).toFixed(1), Math.max(a, b).toFixed(1)];
}

function group(paths: readonly ({ readonly d: string } & Record<string, string>)[]): Drawing {
  const svg = "http://www.w3.org/2000/svg";
  const parent = document.createElementNS(svg, "g");
  for (const path of paths) {
    if (path.d === "") continue;
    const element = document.createElementNS(svg, "path");
    for (const [name, value] of Object.entries(path)) element.setAttribute(name, value);
    parent.appendChild(element);
  }
  return parent as unknown as Drawing;
}
