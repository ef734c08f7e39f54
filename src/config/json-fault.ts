/** Where a text stops being JSON: `JSON.parse` says that of some faults, of others not, and not the same in each Node. */

export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** What stands there, null at the end of the text. */
  readonly found: string | null;
}

const BLANK = /[ \t\n\r]*/y;
/** A text that is none goes on to the end of its line. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|"[^\n]*|[{}[\],:]|[^ \t\n\r{}[\],:"]+/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that a text of JSON may not hold
const TEXT = /^"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** What may come next, in an object (`}`), an array (`]`) or outside of both. */
type Next = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end";

/** The first token that can't stand where it does; null for JSON. */
export function jsonFault(text: string): JsonFault | null {
  const ends: ("}" | "]")[] = [];
  let next: Next = "value";
  for (let at = 0; ; ) {
    BLANK.lastIndex = at;
    at += BLANK.exec(text)?.[0].length ?? 0;
    const done: boolean = ends.length === 0 && next === "comma or end";
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined && done) return null;
    const after: Next | null = done || token === undefined ? null : follow(token, next, ends);
    if (after === null) return { line: text.slice(0, at).split("\n").length, found: token ?? null };
    next = after;
    at += token?.length ?? 0;
  }
}

/** What may come after the token, null where it can't be; `ends` are those of what is open. */
function follow(token: string, next: Next, ends: ("}" | "]")[]): Next | null {
  if (token === "}" || token === "]") {
    if (ends.at(-1) !== token || !next.endsWith("or end")) return null;
    ends.pop();
    return "comma or end";
  }
  if (next === "comma or end") {
    if (token !== ",") return null;
    return ends.at(-1) === "}" ? "key" : "value";
  }
  if (next === "colon") return token === ":" ? "value" : null;
  if (next === "key" || next === "key or end") return TEXT.test(token) ? "colon" : null;
  if (token === "{" || token === "[") {
    ends.push(token === "{" ? "}" : "]");
    return token === "{" ? "key or end" : "value or end";
  }
  return TEXT.test(token) || SCALAR.test(token) ? "comma or end" : null;
}
