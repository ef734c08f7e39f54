import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonFault } from "../../src/config/json-fault.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Pieces that JSON is made of, and some that it is not. */
const pieces = fc.constantFrom(
  ...[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "1",
    "-0.5e+3",
    "01",
    "true",
    "nul",
    " ",
    "\n",
    "\\",
    "//",
    "'a'",
  ],
);

describe("where a text stops being JSON", () => {
  test("is nowhere in JSON", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, "\t"), (text, indent) => {
        expect(jsonFault(text)).toBeNull();
        expect(jsonFault(JSON.stringify(JSON.parse(text), null, indent))).toBeNull();
      }),
    );
  });

  test("is somewhere in all else", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect(jsonFault(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("is somewhere in JSON that lacks a character or has one more", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 1 }), (text, at, more) => {
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + more + text.slice(place + (more === "" ? 1 : 0));
        expect(jsonFault(changed) === null).toBe(isJson(changed));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["", 1, null],
    ["\n\n", 3, null],
    ['{"a": 1,\n "b": [1,\n 2,]}', 3, "]"],
    ['{"a": 1\n "b": 2}', 2, '"b"'],
    ['{"a": "b}\n', 1, '"b}'],
    ['{"a": 1}\n{', 2, "{"],
    ["{a: 1}", 1, "a"],
    ['{"a" 1}', 1, "1"],
    ['["\\x"]', 1, '"\\x"'],
  ])("%j", (text, line, found) => {
    expect(jsonFault(text)).toEqual({ line, found });
  });
});
