/** Generated delimited text, well-formed and not, and what RFC 4180 says about it, byte by byte. */
import type { Random } from "./random.ts";

export interface Split {
  /** Fields as they stand, quotes included, of the records that end; null where a quote is misplaced. */
  readonly records: readonly (readonly string[])[] | null;
  /** What follows the last newline outside quotes. */
  readonly rest: string;
  readonly open: boolean;
}

const isBlank = (record: readonly string[]) => record.length === 1 && /^[ \t]*$/.test(record[0]!);

/** A state machine over the characters: what the index has to agree with. Blank lines at the end are no records. */
export function split(text: string, delimiter: string): Split {
  const records: string[][] = [];
  let fields: string[] = [];
  let fieldStart = 0;
  let recordStart = 0;
  let misplaced = false;
  let state: "start" | "plain" | "quoted" | "closed" | "closed-return" = "start";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (state === "quoted") {
      if (c === '"') state = "closed";
      continue;
    }
    if (c === '"') {
      if (state === "start" || state === "closed") state = "quoted";
      else {
        misplaced = true;
        state = "quoted";
      }
    } else if (c === delimiter || c === "\n") {
      if (state === "closed-return" && c === delimiter) misplaced = true;
      const end = c === "\n" && i > fieldStart && text[i - 1] === "\r" ? i - 1 : i;
      fields.push(text.slice(fieldStart, end));
      fieldStart = i + 1;
      state = "start";
      if (c === "\n") {
        records.push(fields);
        fields = [];
        recordStart = i + 1;
      }
    } else if (state === "closed" && c === "\r") state = "closed-return";
    else {
      if (state === "closed" || state === "closed-return") misplaced = true;
      state = "plain";
    }
  }
  while (records.length > 0 && isBlank(records.at(-1)!)) records.pop();
  return { records: misplaced ? null : records, rest: text.slice(recordStart), open: state === "quoted" };
}

const PLAIN = [
  "",
  "1",
  "-2.5",
  "abc",
  "NA",
  "x y",
  "1e5",
  "0.123456789012345",
  "naïve",
  "日本",
  "long text ".repeat(9),
];
const QUOTED = [
  '""',
  '"a"',
  '"1.5"',
  '"a,b"',
  '"a\nb"',
  '"a\r\nb"',
  '"say ""x"""',
  '""""',
  '"a;b\tc"',
  '"\n\n"',
  '"é"',
];
const STRAY = ['5" pipe', 'a"', '"q"x', '"q" ', '"', '"open', '"a"\r', "a\rb", '"a"b"c"', '""x', 'x"y\nz"'];

export interface TextOptions {
  readonly delimiter: string;
  readonly fields: number;
  readonly records: number;
  /** Shares of fields. */
  readonly quoted: number;
  readonly stray: number;
  readonly ragged: number;
}

export function delimitedText(random: Random, options: TextOptions): string {
  const { delimiter, fields, records, quoted, stray, ragged } = options;
  const plain = PLAIN.filter((text) => !text.includes(delimiter));
  let text = "";
  for (let record = 0; record < records; record++) {
    const count = random.next() < ragged ? random.below(fields + 3) : fields;
    const line = Array.from({ length: count }, () => {
      const kind = random.next();
      return random.pick(kind < stray ? STRAY : kind < stray + quoted ? QUOTED : plain);
    });
    text += line.join(delimiter) + random.pick(["\n", "\n", "\r\n"]);
  }
  return text;
}

export function textOptions(random: Random): TextOptions {
  return {
    delimiter: random.pick([",", ";", "\t", "|"]),
    fields: 1 + random.below(6),
    records: random.below(60),
    quoted: random.pick([0, 0, 0.02, 0.3, 1]),
    stray: random.pick([0, 0, 0, 0.01]),
    ragged: random.pick([0, 0, 0, 0.02]),
  };
}
