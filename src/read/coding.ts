/** From a `Coding` to the function that turns texts into numbers. */
import { quoted } from "../errors.ts";
import { type Coding, type FieldStatus, MISSING, UNKNOWN_CLASS } from "./chunk.ts";
import { type ClassCoding, classLookup } from "./class-names.ts";
import { canonicalNumber, isMissing, parseNumber, statusOf } from "./number.ts";

/** Turns the texts of one column into numbers; one for all chunks and files, since some remember what they saw. */
export interface Coder {
  /** True if the text itself matters, so that it must be valid UTF-8. */
  readonly textual: boolean;
  /**
   * The text's number, NaN if it has none.
   * @throws CodingFault for a text that makes the whole column unusable.
   */
  number(text: string): number;
  /** Why `number` gave NaN. */
  status(text: string): FieldStatus;
}

/** A text that can't be left out like a bad row; the reader adds column and place. */
export class CodingFault extends Error {
  readonly hint: string;

  constructor(text: string, hint: string) {
    super(text);
    this.name = "CodingFault";
    this.hint = hint;
  }
}

/** The coder of every coding but `key` and `text`, whose texts have no numbers of their own. */
export function createCoder(coding: Exclude<Coding, { kind: "key" | "text" }>): Coder {
  switch (coding.kind) {
    case "number":
      return coding.words === undefined ? numbers : numbersAndWords(coding.words);
    case "class":
      return classes(coding);
    case "positive":
      return positive(coding.positive);
  }
}

const numbers: Coder = { textual: false, number: parseNumber, status: statusOf };

function numbersAndWords(words: Readonly<Record<string, number>>): Coder {
  const values = new Map(Object.entries(words));
  return {
    textual: true,
    number(text) {
      const value = parseNumber(text);
      return Number.isNaN(value) ? (values.get(text) ?? Number.NaN) : value;
    },
    status: statusOf,
  };
}

function classes(coding: ClassCoding): Coder {
  const lookup = classLookup(coding);
  return {
    textual: true,
    number(text) {
      const found = lookup(text);
      if (typeof found !== "object") return found ?? Number.NaN;
      const names = found.ambiguous.map((place) => `"${coding.classes[place]}"`).join(" and ");
      throw new CodingFault(`${quoted(text)} could be ${names}`, "--classes a,b,c names the classes");
    },
    status: (text) => (isMissing(text) ? MISSING : UNKNOWN_CLASS),
  };
}

function positive(text: string): Coder {
  const one = canonicalNumber(text);
  let zero: string | undefined;
  let zeroText = "";
  return {
    textual: true,
    number(found) {
      const label = canonicalNumber(found);
      if (label === one) return 1;
      if (label === zero) return 0;
      if (isMissing(found)) return Number.NaN;
      if (zero === undefined) {
        zero = label;
        zeroText = found;
        return 0;
      }
      throw new CodingFault(
        `expected ${quoted(text)} or ${quoted(zeroText)}, found ${quoted(found)}`,
        `--positive ${quoted(text)} leaves room for one other label`,
      );
    },
    status: () => MISSING,
  };
}
