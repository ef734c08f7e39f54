/** Names by which other programs tell the gates of a report apart. */
import { sliceText } from "./gate-lines.ts";
import type { GateResult } from "./types.ts";

/** Those that are there again are `…#2`, as with duplicate headers. */
export function apart(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

/** Rule and slice, `max-slice mae=46 [region south]`; a rule that is given again is `…#2`. */
export function gateNames(gates: readonly GateResult[], by: readonly string[]): string[] {
  return apart(gates.map(({ rule, slice }) => (slice === null ? rule : `${rule} [${sliceText(slice, by)}]`)));
}
