/** Dotted paths into JSON values: `cover.disea`, `p.0`; a key that has a dot itself goes before a path. */

/** Paths of all strings, numbers, booleans and nulls of a record, in order, each once. */
export function leafPaths(record: object): string[] {
  const paths = new Set<string>();
  // Not recursive: a record may nest deeper than the stack is high, `JSON.parse` reads it all the same.
  const waiting: [path: string, value: unknown][] = Object.entries(record).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value !== "object" || value === null) paths.add(path);
    else for (const [key, child] of Object.entries(value).reverse()) waiting.push([`${path}.${key}`, child]);
  }
  return [...paths];
}

/** Finds a path in records; made once a path, used for every record. */
export class JsonPath {
  readonly #path: string;
  readonly #segments: readonly string[];

  constructor(path: string) {
    this.#path = path;
    this.#segments = path.split(".");
  }

  /** The value that stands there, undefined if there is none. */
  value(record: object): unknown {
    if (Object.hasOwn(record, this.#path)) return (record as Readonly<Record<string, unknown>>)[this.#path];
    return this.#segments.length === 1 ? undefined : find(record, this.#segments, []);
  }

  /** The keys that lead to the value, null if there is none. */
  keys(record: object): readonly string[] | null {
    const keys: string[] = [];
    return find(record, this.#segments, keys) === undefined ? null : keys;
  }
}

/** Keys as long as possible first: `a.b` is looked for before `b` in `a`. */
function find(value: unknown, segments: readonly string[], keys: string[]): unknown {
  if (segments.length === 0) return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (let length = segments.length; length > 0; length--) {
    const key = segments.slice(0, length).join(".");
    if (!Object.hasOwn(value, key)) continue;
    keys.push(key);
    const child = (value as Readonly<Record<string, unknown>>)[key];
    const found = find(child, segments.slice(length), keys);
    if (found !== undefined) return found;
    keys.pop();
  }
  return undefined;
}
