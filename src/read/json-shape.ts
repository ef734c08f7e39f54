/** The shape that NDJSON records share, learned from one of them: the text around its values, and whose they are. */

/**
 * A piece of a record, up to the next of `,` `}` and newline: text that every record has there, then a value. `keys`
 * lead to the value; null if there is none. `string` is how the learned record has it.
 */
export interface ShapeSegment {
  readonly prefix: string;
  readonly keys: readonly string[] | null;
  readonly string: boolean;
}

const START = /^[ \t]*\{/;
/** Keys with escapes are not worth the trouble. */
const KEY = /^[ \t]*"([^"\\]*)"[ \t]*:[ \t]*/;
const OPEN = /^\{/;
const SPACE = /^[ \t\r]*$/;

/**
 * The segments of a line, a byte string with its newline; null where its objects are not plain: keys that are there
 * twice or have escapes, arrays, empty objects, values with one of the bytes that end a segment.
 */
export function learnShape(line: string): readonly ShapeSegment[] | null {
  const segments: ShapeSegment[] = [];
  const seen = new Set<string>();
  const path: string[] = [];
  let depth = 0;
  let after: "{" | "," | "}" | "" = "";
  for (const [, text = "", end = ""] of line.matchAll(/([^,}\n]*)([,}\n])/g)) {
    let at = 0;
    const eat = (pattern: RegExp): string | null => {
      const found = pattern.exec(text.slice(at));
      if (found === null) return null;
      at += found[0].length;
      return found[1] ?? "";
    };
    if (after === "}") {
      if (eat(SPACE) === null) return null;
      segments.push({ prefix: text, keys: null, string: false });
    } else {
      if (after === "") {
        if (eat(START) === null) return null;
        depth = 1;
      }
      let key = eat(KEY);
      while (key !== null && eat(OPEN) !== null) {
        path.push(key);
        depth++;
        key = eat(KEY);
      }
      if (key === null) return null;
      const value = scalar(text.slice(at));
      const keys = [...path, key];
      const name = JSON.stringify(keys);
      if (value === undefined || seen.has(name)) return null;
      seen.add(name);
      segments.push({
        prefix: text.slice(0, at),
        keys: keys.map((part) => Buffer.from(part, "latin1").toString()),
        string: typeof value === "string",
      });
    }
    if (end === "\n") return depth === 0 ? segments : null;
    if (end === "}") {
      path.pop();
      depth--;
    }
    if (depth < (end === "}" ? 0 : 1)) return null;
    after = end as "," | "}";
  }
  return null;
}

/** The value that is the JSON text, undefined if it is none, or no scalar. */
export function scalar(text: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? undefined
      : (value as string | number | boolean | null);
  } catch {
    return undefined;
  }
}
