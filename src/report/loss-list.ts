/** The catalogue as a list: a line for each loss, by task. */
import type { LossGroup } from "../catalogue/types.ts";
import { alignLeft, type DisplayWidth, displayWidth, flow, GAP } from "./columns.ts";
import type { RenderOptions } from "./types.ts";

const INDENT = "  ";
const HINT =
  "lossctl losses NAME shows one on a page, with its parameters and conventions; lossctl losses --for FILE says which fit a file.";

/** Formulas that are longer than their line end where one of their parts does. */
export async function renderLossList(
  groups: readonly LossGroup[],
  { width, style }: RenderOptions,
): Promise<string> {
  const measure = await displayWidth(groups.flatMap(({ entries }) => entries.map(({ formula }) => formula)));
  const blocks = groups.map(({ heading, entries }) => {
    const names = alignLeft(
      entries.map(({ id }) => id),
      measure,
    );
    const room = width - INDENT.length - (names[0]?.length ?? 0) - GAP.length;
    return [
      style.aside(heading),
      ...entries.map(({ id, formula }, place) => {
        const rest = (names[place] ?? "").slice(id.length);
        return `${INDENT}${style.value(id)}${rest}${GAP}${fitting(formula, room, measure)}`;
      }),
    ];
  });
  const hint = flow(HINT.split(" "), width, measure, " ").map((line) => style.aside(line));
  return [...blocks, hint].map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

/**
 * Whole, or as much as leaves room for an ellipsis: up to a comma in the second half of it, else up to a word, without
 * a sign at its end.
 */
function fitting(formula: string, room: number, measure: DisplayWidth): string {
  if (measure(formula) <= room) return formula;
  const words = formula.split(" ");
  while (words.length > 1 && measure(`${words.join(" ")} …`) > room) words.pop();
  const clause = words.findLastIndex((word) => /[,;:]$/.test(word)) + 1;
  if (clause > words.length / 2) words.length = clause;
  return `${words.join(" ").replace(/(?: [=+−·/]|[,;:])+$/, "")} …`;
}
