/** Predicted against true classes: a confusion matrix. */

import { significant } from "../report/significant.ts";
import { visible } from "../visible.ts";
import { draw, FIRST, Plot, WIDTH } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { text } from "./html.ts";

/** More classes have no numbers in their cells. */
const MOST_NUMBERS = 12;
const LONGEST_NAME = 14;

/** `matrix` has the weights by true, then by predicted class. */
export function confusion(
  matrix: readonly (readonly number[])[],
  names: readonly string[],
  how: string,
): Figure {
  const labels = shortened(names);
  const cells = matrix.flatMap((line, truth) => {
    const total = line.reduce((sum, weight) => sum + weight, 0);
    return line.map((weight, predicted) => ({
      truth: labels[truth]!,
      predicted: labels[predicted]!,
      weight,
      share: total > 0 ? weight / total : 0,
    }));
  });
  const about = `Each line is a true class; the stronger the colour, the more of it is predicted so.${how === "" ? "" : ` ${how}`}`;
  const numbers = matrix.length <= MOST_NUMBERS;
  const longest = Math.max(...labels.map((label) => label.length));
  const left = Math.min(130, 40 + 7.5 * longest);
  const cell = (WIDTH - left - 16) / matrix.length;
  const height = Math.min(cell * matrix.length, Math.max(200, 42 * matrix.length));
  const slanted = longest * 8 > cell;
  return {
    id: "confusion",
    title: "Confusion matrix",
    about,
    picture: draw(`Confusion matrix. ${about}`, {
      height: height + (slanted ? 130 : 70),
      marginLeft: left,
      marginBottom: slanted ? 104 : 44,
      x: { label: "predicted", domain: labels, tickRotate: slanted ? -45 : 0, tickSize: 0 },
      y: { label: "true", domain: labels, tickSize: 0 },
      marks: [
        Plot.cell(cells, { x: "predicted", y: "truth", fill: "var(--grid)", inset: 1, rx: 2 }),
        Plot.cell(cells, {
          x: "predicted",
          y: "truth",
          fill: FIRST,
          fillOpacity: (d: { share: number }) => d.share,
          inset: 1,
          rx: 2,
        }),
        ...(numbers
          ? [
              Plot.text(cells, {
                x: "predicted",
                y: "truth",
                text: (d: { weight: number }) => significant(d.weight, 4),
                fill: (d: { share: number }) => (d.share > 0.5 ? "var(--on-first)" : "currentColor"),
                fontSize: matrix.length > 6 ? 11 : 14,
              }),
            ]
          : []),
      ],
      opacity: { type: "identity" },
      color: { type: "identity" },
    }),
    table: {
      columns: [
        { name: "true", numeric: false },
        ...names.map((name) => ({ name: `predicted ${name}`, numeric: true })),
      ],
      rows: matrix.map((line, truth) => [
        text(names[truth]!),
        ...line.map((weight) => significant(weight, 6)),
      ]),
    },
  };
}

/** As a picture has room for, and no two the same. */
function shortened(names: readonly string[]): string[] {
  const short = names.map((name) => {
    const shown = visible(name);
    return shown.length <= LONGEST_NAME ? shown : `${shown.slice(0, 6)}…${shown.slice(-6)}`;
  });
  return short.map((name, place) => (short.indexOf(name) === place ? name : `${name}#${place + 1}`));
}
