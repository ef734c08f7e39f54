/** What was probably meant by a name that is unknown. */
import { distance } from "fastest-levenshtein";

/** The name that the fewest edits lead to, if these are few for its length; case of letters does not count. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const sought = name.toLowerCase();
  let best: string | undefined;
  // Two edits, as for swapped letters, but never the whole name.
  let least = Math.min(name.length, Math.max(2, Math.floor(name.length / 3)) + 1);
  for (const candidate of known) {
    const edits = distance(sought, candidate.toLowerCase());
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}
