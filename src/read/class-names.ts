/** From a label's text to the place of its class. */
import { canonicalNumber, parseNumber } from "./number.ts";

export interface ClassCoding {
  readonly classes: readonly string[];
  readonly exact: boolean;
  readonly places: boolean;
}

/** A label that could be two classes: the places of both. */
export interface Ambiguous {
  readonly ambiguous: readonly number[];
}

/** The class's place, undefined if the text names none. */
export type ClassLookup = (text: string) => number | Ambiguous | undefined;

/** Everything but letters and digits separates. */
const SEPARATOR = /[^\p{L}\p{N}]/u;

/**
 * A text names the class that is it, else the one that ends in a separator and it (unless `exact`); texts that are
 * the same number are the same label. With `places` an integer 0 to K-1 is a place too: a label that is one class
 * by name and another by place is ambiguous, as is one that two endings fit.
 */
export function classLookup({ classes, exact, places }: ClassCoding): ClassLookup {
  // From the strongest claim to the weakest: a claim counts only where no stronger one is made.
  const whole = claims(classes, (name) => [name]);
  const ending = exact ? new Map<string, number[]>() : claims(classes, endings);
  const wholeNumber = claims(classes, (name) => [canonicalNumber(name)]);
  const endingNumber = exact
    ? new Map<string, number[]>()
    : claims(classes, (name) => endings(name).map(canonicalNumber));

  return (text) => {
    const canonical = canonicalNumber(text);
    const named =
      whole.get(text) ?? ending.get(text) ?? wholeNumber.get(canonical) ?? endingNumber.get(canonical) ?? [];
    const place = places ? placeOf(canonical, classes.length) : undefined;
    const candidates = place === undefined || named.includes(place) ? named : [...named, place];
    return candidates.length > 1 ? { ambiguous: candidates } : candidates[0];
  };
}

function claims(
  classes: readonly string[],
  textsOf: (name: string) => readonly string[],
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  classes.forEach((name, index) => {
    for (const text of new Set(textsOf(name))) {
      const claimants = found.get(text);
      if (claimants === undefined) found.set(text, [index]);
      else claimants.push(index);
    }
  });
  return found;
}

/** What follows each separator: `p_new york` ends in `new york` and in `york`. */
function endings(name: string): string[] {
  const characters = [...name];
  return characters.flatMap((character, index) =>
    SEPARATOR.test(character) && index + 1 < characters.length ? [characters.slice(index + 1).join("")] : [],
  );
}

function placeOf(canonical: string, count: number): number | undefined {
  const place = parseNumber(canonical);
  return Number.isInteger(place) && place >= 0 && place < count ? place : undefined;
}
