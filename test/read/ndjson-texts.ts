/** Generated NDJSON, well-formed and not. */
import type { ColumnRequest } from "../../src/read/chunk.ts";
import { numberText } from "../kernel/number-texts.ts";
import type { Random } from "../kernel/random.ts";

/** Leaf paths of a record. */
export const NAMES = ["id", "y", "m.p", "m.q", "s"];

/** JSON has no leading zeros, no plus, no bare points. */
function jsonNumber(source: Random): string {
  for (;;) {
    const text = numberText(source);
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return text;
  }
}

export const ODD = [
  ...[
    "null",
    "true",
    "false",
    '""',
    '"NA"',
    '"1.5"',
    '" 2 "',
    '"abc"',
    "-0",
    "1e400",
    "-1e400",
    "0.1e1",
    "1E5",
  ],
  ...[
    '"a,b"',
    '"a}b"',
    '"say \\"x\\""',
    '"\\u0041"',
    '"naïve"',
    '"\\n"',
    '"\\"y\\":1"',
    '",\\"y\\":2"',
    "[1,2]",
    "{}",
    "[]",
    '{"z":1}',
  ],
];
export const WRONG = [
  "",
  "01",
  "+1",
  ".5",
  "5.",
  "1e",
  "NaN",
  "abc",
  '"',
  "'a'",
  '"a"b"',
  "1 2",
  "--1",
  "nul",
  '"\t"',
  "1.5.2",
  "}",
  ",",
];
const STRINGS = ['"a"', '"b"', '"long text that is longer than a register"', '"é"', '"1"'];

interface Style {
  readonly space: string;
  readonly odd: number;
  readonly wrong: number;
  readonly reorder: number;
  readonly newline: string;
}

function record(source: Random, { space, odd, wrong, reorder, newline }: Style): string {
  const value = (plain: () => string) => {
    const kind = source.next();
    return kind < wrong ? source.pick(WRONG) : kind < wrong + odd ? source.pick(ODD) : plain();
  };
  const number = () => value(() => jsonNumber(source));
  const member = (key: string, text: string) => `"${key}":${space}${text}`;
  const inner = [member("p", number()), member("q", number())];
  const members = [
    member(
      "id",
      value(() => String(source.below(1e6))),
    ),
    member("y", number()),
    member("m", `{${inner.join(`,${space}`)}}`),
    member(
      "s",
      value(() => source.pick(STRINGS)),
    ),
  ];
  if (source.next() < reorder) members.reverse();
  if (source.next() < reorder) members.push(member("extra", "1"));
  if (source.next() < reorder / 4) members.shift();
  return `{${members.join(`,${space}`)}}${newline}`;
}

/** Up to four columns, each asked for in some way. */
export function requestsOf(source: Random): ColumnRequest[] {
  return Array.from({ length: 1 + source.below(4) }, () => ({
    name: source.pick(NAMES),
    coding: source.pick<ColumnRequest["coding"]>([
      { kind: "number" },
      { kind: "number" },
      { kind: "number", words: { true: 1, false: 0 } },
      { kind: "key" },
      { kind: "class", classes: ["p_a", "p_b", "p_1"], exact: false, places: true },
    ]),
  }));
}

/** Up to 60 records, of one shape or not, with values that are odd or wrong, cut off or followed by blank lines. */
export function ndjsonText(source: Random): string {
  const style = {
    space: source.pick(["", " "]),
    odd: source.pick([0, 0, 0.01, 0.3]),
    wrong: source.pick([0, 0, 0, 0.003]),
    reorder: source.pick([0, 0, 0, 0.05]),
    newline: source.pick(["\n", "\n", "\r\n", " \n"]),
  };
  let text = Array.from({ length: source.below(60) }, () => record(source, style)).join("");
  if (source.below(6) === 0) text = text.slice(0, source.below(text.length + 1));
  if (source.below(6) === 0) text += source.pick(["\n", "\r\n\n", " \n", "\n{}\n"]);
  return text;
}
