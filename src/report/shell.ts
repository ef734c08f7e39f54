/** Commands as a shell reads them. */
import { flow } from "./columns.ts";

/** One command; words that a shell would take apart or expand are quoted. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** The same on lines of at most `width` columns, if an option with its value fits one; they can be copied as one. */
export function commandLines(words: readonly string[], width: number): string[] {
  const line = commandLine(words);
  if (line.length <= width) return [line];
  const parts: string[] = [];
  for (const word of words) {
    if (parts.length === 0 || word.startsWith("--")) parts.push(quoted(word));
    else parts.push(`${parts.pop()} ${quoted(word)}`);
  }
  // Room for the indentation and for the backslash.
  const lines = flow(parts, width - 4, (text) => text.length, " ");
  return lines.map((part, row) => (row === 0 ? "" : "  ") + part + (row === lines.length - 1 ? "" : " \\"));
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
