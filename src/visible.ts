/** Texts of the user on a terminal: nothing in them may move the cursor, hide or reverse what follows. */

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Control characters, line separators, marks of direction (which can reorder a whole line) and halves of
 * surrogate pairs as escapes, `\n` or `\u{202e}`.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu,
    (character) => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
