/** Losses by their names. In the bundles of commands each is made when it is asked for (scripts/losses-on-demand.mjs). */
import { catalogue } from "./catalogue.ts";
import type { Definition } from "./types.ts";

const byName = new Map<string, Definition>();
for (const definition of catalogue) {
  for (const name of [definition.id, ...definition.aliases]) byName.set(name, definition);
}

/** Ids and aliases. */
export const lossNames: readonly string[] = [...byName.keys()];

/** Undefined if there is none. */
export function lossNamed(name: string): Definition | undefined {
  return byName.get(name);
}
