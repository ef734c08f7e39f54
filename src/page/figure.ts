/** A figure of the page: a picture with its title, what it says in words, and the numbers behind it. */
import { escaped, folded, type TableColumn, table, text } from "./html.ts";

export interface Figure {
  readonly id: string;
  readonly title: string;
  /** A sentence or two on how to read it. */
  readonly about: string;
  /** SVG. */
  readonly picture: string;
  /** Colours and what they stand for; empty where there is one only. */
  readonly legend?: readonly { readonly name: string; readonly kind: "first" | "second" | "line" }[];
  /** The numbers; cells are HTML. */
  readonly table?: {
    readonly columns: readonly TableColumn[];
    readonly rows: readonly (readonly string[])[];
  };
  /** The picture for the whole width of a desktop; on a phone there is the other one. */
  readonly widePicture?: string;
}

export function figureHtml({
  id,
  title,
  about,
  picture,
  legend = [],
  table: numbers,
  widePicture,
}: Figure): string {
  const keys = legend
    .map(({ name, kind }) => `<span class="key"><i class="${kind}"></i>${text(name)}</span>`)
    .join("");
  return `<figure id="${id}"${widePicture !== undefined ? ' class="wide"' : ""}>
<figcaption><h3>${text(title)}</h3><p>${escaped(about)}</p>${keys === "" ? "" : `<p class="keys">${keys}</p>`}</figcaption>
${widePicture === undefined ? picture : `<div class="narrow-only">${picture}</div><div class="wide-only">${widePicture}</div>`}
${numbers === undefined ? "" : folded("Numbers", table(numbers.columns, numbers.rows))}
</figure>`;
}
