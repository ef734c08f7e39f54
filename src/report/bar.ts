/** A bar of characters, in eighths of one or, where a terminal has nothing else, in ASCII. */

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** `share` (0 to 1) of `columns` characters; what is above 0 shows. */
export function bar(share: number, columns: number, unicode: boolean): string {
  if (!(share > 0)) return "";
  const length = Math.min(1, share) * columns;
  if (!unicode) return "#".repeat(Math.max(1, Math.round(length)));
  const eighths = Math.max(1, Math.round(length * 8));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
