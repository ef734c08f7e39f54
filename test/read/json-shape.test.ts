import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnShape, scalar } from "../../src/read/json-shape.ts";

/** Objects of scalars and of such objects, with keys and strings that a shape can have. */
const word = fc.stringMatching(/^[a-z .:[\]{é]{0,9}$/);
const value = fc.oneof(
  word,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const { record } = fc.letrec((tie) => ({
  record: fc.dictionary(word, fc.oneof({ weight: 3, arbitrary: value }, tie("record")), {
    minKeys: 1,
    maxKeys: 4,
    depthIdentifier: "record",
  }),
}));

/** As a shape is told a line: a byte string. */
function line(json: string): string {
  return Buffer.from(`${json}\n`).toString("latin1");
}

function at(object: unknown, keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], object);
}

describe("the shape of a record", () => {
  test("is its text, cut up, with the keys of each value", () => {
    fc.assert(
      fc.property(record, fc.constantFrom(0, 1), (object, indent) => {
        const json = JSON.stringify(object, null, indent).replaceAll("\n", "");
        const segments = learnShape(line(json));
        expect(segments).not.toBeNull();
        let rest = line(json);
        for (const { prefix, keys, string } of segments!) {
          expect(rest.startsWith(prefix)).toBe(true);
          const end = prefix.length + rest.slice(prefix.length).search(/[,}\n]/);
          const text = Buffer.from(rest.slice(prefix.length, end), "latin1").toString();
          if (keys === null) expect(text).toBe("");
          else {
            const found = scalar(text);
            expect(found).toEqual(at(JSON.parse(json), keys));
            expect(string).toBe(typeof found === "string");
          }
          rest = rest.slice(end + 1);
        }
        expect(rest).toBe("");
      }),
    );
  });

  test.each([
    "{}",
    '{"a":{}}',
    '{"a":[1]}',
    '{"a":[]}',
    '{"a":1,"a":2}',
    '{"a":{"b":1},"a":{"b":2}}',
    '{"a\\"":1}',
    '{"\\u0061":1}',
    '{"a":"x,y"}',
    '{"a":"x}"}',
    '{"a":1}}',
    '{"a":{"b":1}',
    '{"a":1,}',
    '{"a":1} x',
    '{"a":1}{"b":2}',
    '{"a" 1}',
    '{"a":01}',
    '{"a":}',
    "[1]",
    "1",
    "",
    "nonsense",
  ])("is none of %j", (json) => {
    expect(learnShape(line(json))).toBeNull();
  });

  test("is none of a line without its end", () => {
    expect(learnShape('{"a":1}')).toBeNull();
  });
});

test("a scalar is what JSON says it is, and nothing else", () => {
  expect(["1", '"a"', " true ", "null", "-0"].map(scalar)).toEqual([1, "a", true, null, -0]);
  expect(["", "01", "+1", "[]", "{}", "'a'", "NaN", "1 2"].map(scalar)).toEqual(Array(8).fill(undefined));
});
