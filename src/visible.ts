/**
 * Texts of the user on a terminal: nothing in them may move the cursor, hide or reverse what follows, or command the
 * runner that keeps a log.
 */

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * What a job of GitHub Actions takes for a command: two colons at the beginning of a line, also of one that was broken at
 * a space, and `##[` anywhere.
 */
const COMMANDS = /(?<!\S)::|##\[/g;

/**
 * Control characters, line separators, marks of direction (which can reorder a whole line) and halves of
 * surrogate pairs as escapes, `\n` or `\u{202e}`; of what would be a command the first character.
 */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, shown)
    .replace(COMMANDS, (command) => shown(command.charAt(0)) + command.slice(1));
}

function shown(character: string): string {
  return NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
