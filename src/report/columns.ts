/** Cells to aligned columns. Texts are plain here; paint them afterwards, the width is counted without colour. */

/** Between columns. */
export const GAP = "   ";

/** Columns that a text takes on a terminal. */
export type DisplayWidth = (text: string) => number;

/**
 * The measure for these texts. string-width knows wide and combining characters, but takes longer to load than
 * many a report takes to make, so that it is loaded only if it is needed.
 */
export async function displayWidth(texts: Iterable<string>): Promise<DisplayWidth> {
  const plain = /^[ -~]*$/;
  for (const text of texts) {
    if (plain.test(text)) continue;
    const { default: stringWidth } = await import("string-width");
    const known = new Map<string, number>();
    return (measured) => {
      if (plain.test(measured)) return measured.length;
      const width = known.get(measured) ?? stringWidth(measured);
      known.set(measured, width);
      return width;
    };
  }
  return (measured) => measured.length;
}

/** Padded on the right to the widest. */
export function alignLeft(cells: readonly string[], measure: DisplayWidth): string[] {
  const widths = cells.map(measure);
  const width = largest(widths);
  return cells.map((cell, place) => cell + " ".repeat(width - (widths[place] ?? 0)));
}

/** Padded on the left to the widest. */
export function alignRight(cells: readonly string[], measure: DisplayWidth): string[] {
  const widths = cells.map(measure);
  const width = largest(widths);
  return cells.map((cell, place) => " ".repeat(width - (widths[place] ?? 0)) + cell);
}

/** Numbers below each other at the decimal point; words and dashes end where the longest number ends. */
export function alignPoint(cells: readonly string[]): string[] {
  const points = cells.map((cell) => /^-?\d+/.exec(cell)?.[0].length ?? 0);
  const before = largest(points);
  const shifted = cells.map((cell, place) => {
    const point = points[place] ?? 0;
    return point === 0 ? cell : " ".repeat(before - point) + cell;
  });
  const width = largest(shifted.map((cell) => cell.length));
  const numbers = largest(shifted.map((cell, place) => (points[place] === 0 ? 0 : cell.length)));
  return shifted.map((cell, place) =>
    points[place] === 0 ? cell.padStart(width) : cell.padEnd(numbers).padStart(width),
  );
}

/** By a loop: `Math.max(...)` takes no more arguments than the stack holds. */
function largest(numbers: readonly number[]): number {
  let result = 0;
  for (const number of numbers) if (number > result) result = number;
  return result;
}

/** At most `width` columns wide, cut in the middle, since names of one kind differ at either end. */
export function shorten(text: string, width: number, measure: DisplayWidth): string {
  if (measure(text) <= width) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let first = "";
  let last = "";
  let room = width - 1;
  for (let low = 0, high = characters.length - 1; low <= high; ) {
    const front = measure(first) <= measure(last);
    const character = characters[front ? low++ : high--] ?? "";
    room -= measure(character);
    if (room < 0) break;
    if (front) first += character;
    else last = character + last;
  }
  return `${first}…${last}`;
}

/** Parts on as few lines as `width` allows, `gap` between them on a line. */
export function flow(
  parts: readonly string[],
  width: number,
  measure: DisplayWidth,
  gap: string = GAP,
): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const part of parts) {
    const needed = measure(part);
    if (lines.length > 0 && used + gap.length + needed <= width) {
      lines.push(`${lines.pop()}${gap}${part}`);
      used += gap.length + needed;
    } else {
      lines.push(part);
      used = needed;
    }
  }
  return lines;
}

/** The text painted, the spaces around it not, so that a line can lose those at its end. */
export function painted(cell: string, paint: (text: string) => string): string {
  const text = cell.trim();
  if (text === "") return cell;
  const start = cell.indexOf(text);
  return cell.slice(0, start) + paint(text) + cell.slice(start + text.length);
}
