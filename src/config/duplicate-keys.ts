/** Keys that an object of a JSON text has twice: `JSON.parse` keeps the last and says nothing, and a gate would be lost. */

/** The paths of such keys, as lists of keys and places; the text is valid JSON. */
export function duplicateKeys(text: string): string[][] {
  const found: string[][] = [];
  /** The objects and arrays that are open: keys seen, or null for an array; and where in it we are. */
  const open: { readonly keys: Set<string> | null; at: string }[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    const inside = open.at(-1);
    if (token === "{") open.push({ keys: new Set(), at: "" });
    else if (token === "[") open.push({ keys: null, at: "0" });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && inside?.keys === null) inside.at = String(Number(inside.at) + 1);
    else if (token === ":" && inside?.keys) {
      inside.at = JSON.parse(last) as string;
      if (inside.keys.has(inside.at)) found.push(open.map(({ at }) => at));
      inside.keys.add(inside.at);
    }
    last = token;
  }
  return found;
}
