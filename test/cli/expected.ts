/** Texts that are compared line by line: `[...]` stands for any run of characters within a line. */

const ANY = "[...]";
const VERSION = "<version>";

/** The text with this version's number as `<version>`, so that a release changes no expectation. */
export function withoutVersion(text: string, version: string): string {
  return text.replaceAll(version, VERSION);
}

/** True if the texts are the same, `[...]` of the expected one aside. */
export function matches(expected: string, found: string): boolean {
  const wanted = expected.split("\n");
  const lines = found.split("\n");
  return wanted.length === lines.length && wanted.every((line, row) => matchesLine(line, lines[row] ?? ""));
}

function matchesLine(expected: string, found: string): boolean {
  const parts = expected.split(ANY);
  const [first = ""] = parts;
  if (parts.length === 1) return found === expected;
  const last = parts.at(-1) ?? "";
  if (found.length < first.length + last.length || !found.startsWith(first) || !found.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const place = found.indexOf(part, at);
    if (place < 0) return false;
    at = place + part.length;
  }
  return at <= found.length - last.length;
}
