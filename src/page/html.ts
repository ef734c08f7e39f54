/** Pieces of HTML. What a file or a person wrote goes in through `escaped` or `text`, and nowhere else. */
import { visible } from "../visible.ts";

/** Safe as text and inside quotes of an attribute. */
export function escaped(raw: string): string {
  return raw
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A text from outside, with what can't be seen made visible. */
export function text(raw: string): string {
  return escaped(visible(raw));
}

/** A number as people read it, and beside it the number itself, as the JSON has it. */
export function number(value: number, shown: string): string {
  return `<data value="${value}">${escaped(shown)}</data>`;
}

export interface TableColumn {
  readonly name: string;
  readonly numeric: boolean;
}

/** Cells are HTML. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const kind = (place: number): string => (columns[place]?.numeric === true ? ' class="number"' : "");
  const head = columns.map(({ name }, place) => `<th scope="col"${kind(place)}>${text(name)}</th>`).join("");
  const body = rows
    .map((cells) => `<tr>${cells.map((cell, place) => `<td${kind(place)}>${cell}</td>`).join("")}</tr>`)
    .join("\n");
  return `<div class="scroll"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

/** A table that is there to be unfolded. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${escaped(summary)}</summary>\n${content}\n</details>`;
}
