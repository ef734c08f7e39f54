/**
 * The text of a value inside a JSON text. `JSON.parse` keeps of `1.0`, `1e400` or a 20-digit id only the nearest
 * binary64, and a slice is named by what stands in the file.
 */

/** The text of the value that `keys` lead to, of which `json`, a valid JSON text, has one. */
export function sourceOf(json: string, keys: readonly string[]): string {
  let at = skipSpace(json, 0);
  for (const key of keys) at = member(json, at, key);
  // A slice would keep the whole text alive for as long as the value's text is used.
  return Buffer.from(json.slice(at, skipValue(json, at))).toString();
}

/** Where the value of a key begins in the object or array at `at`; of a key that is there twice, the last. */
function member(json: string, at: number, key: string): number {
  const isArray = json[at] === "[";
  let found = -1;
  let index = 0;
  for (let next = skipSpace(json, at + 1); json[next] !== "}" && json[next] !== "]"; index++) {
    let name = String(index);
    if (!isArray) {
      const end = skipValue(json, next);
      name = JSON.parse(json.slice(next, end)) as string;
      next = skipSpace(json, skipSpace(json, end) + 1);
    }
    if (name === key) found = next;
    next = skipSpace(json, skipValue(json, next));
    if (json[next] === ",") next = skipSpace(json, next + 1);
  }
  return found;
}

function skipSpace(json: string, at: number): number {
  let next = at;
  while (isSpace(json.charCodeAt(next))) next++;
  return next;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function skipValue(json: string, at: number): number {
  const first = json[at];
  if (first === '"') return skipString(json, at);
  if (first !== "{" && first !== "[") {
    let next = at;
    while (next < json.length && !isSpace(json.charCodeAt(next)) && !",]}".includes(json[next] as string))
      next++;
    return next;
  }
  let depth = 0;
  for (let next = at; ; ) {
    const character = json[next];
    if (character === '"') {
      next = skipString(json, next);
      continue;
    }
    next++;
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth === 0) return next;
  }
}

function skipString(json: string, at: number): number {
  for (let next = at + 1; ; next++) {
    if (json[next] === "\\") next++;
    else if (json[next] === '"') return next + 1;
  }
}
