import { describe, expect, test } from "vitest";
import { type OptionKind, parseConfig } from "../../src/config/config.ts";
import { duplicateKeys } from "../../src/config/duplicate-keys.ts";

const KNOWN = new Map<string, OptionKind>([
  ["loss", "texts"],
  ["max", "texts"],
  ["minRows", "text"],
  ["noHeader", "switch"],
]);
const parse = (value: unknown, within?: string) =>
  parseConfig("c.json", JSON.stringify(value), KNOWN, within);
const one = (evaluation: unknown) => parse({ evaluations: { price: evaluation } });

describe("a configuration", () => {
  test("is named evaluations with files and the texts of options", () => {
    const fields = { files: "a.csv", loss: ["mse", "mae"], max: "mse=1", minRows: 5, noHeader: true };
    expect(one(fields)?.evaluations).toEqual([
      {
        name: "price",
        files: ["a.csv"],
        options: new Map([
          ["loss", ["mse", "mae"]],
          ["max", ["mse=1"]],
          ["minRows", ["5"]],
          ["noHeader", [""]],
        ]),
      },
    ]);
    expect(one({ files: ["a", "b"], noHeader: false })?.evaluations[0]?.options).toEqual(
      new Map([["noHeader", []]]),
    );
  });

  test("may be a key of another document, or not there", () => {
    expect(
      parse({ lossctl: { evaluations: { price: { files: "a" } } } }, "lossctl")?.evaluations,
    ).toHaveLength(1);
    expect(parse({ name: "package" }, "lossctl")).toBeNull();
    expect(parse([], "lossctl")).toBeNull();
  });

  test("may have a byte order mark and name its schema", () => {
    const text = '\uFEFF{"$schema": "x", "evaluations": {"a": {"files": "b"}}}';
    expect(parseConfig("c.json", text, KNOWN)?.evaluations[0]?.name).toBe("a");
  });

  test("may call an evaluation as it likes", () => {
    const text = '{"evaluations": {"__proto__": {"files": "b"}, "constructor": {"files": "c"}}}';
    expect(parseConfig("c.json", text, KNOWN)?.evaluations.map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  test.each([
    ["{", "c.json:1: expected JSON, found the end of the file"],
    ['{\n  "evaluations": {},\n}\n', 'c.json:3: expected JSON, found "}"'],
    ["{\n  // none\n}", 'c.json:2: expected JSON, found "//"'],
    ['{"evaluations": {"a": {"files": "b\n"}}}', 'c.json:1: expected JSON, found ""b"'],
    ["[]", "c.json: expected an object, found []"],
    ["{}", "c.json: expected evaluations by name, found none"],
    ['{"evaluations": {}}', "c.json: expected evaluations by name, found {}"],
    ['{"evaluations": []}', "c.json: expected evaluations by name, found []"],
    ['{"evaluation": {}}', 'c.json: unknown key "evaluation"; did you mean evaluations?'],
    ['{"evaluations": {"a": "x.csv"}}', 'c.json: a: expected an object, found "x.csv"'],
    ['{"evaluations": {"a": {}}}', "c.json: a: expected files, a path or an array of paths, found none"],
    ['{"evaluations": {"a": {"files": []}}}', "expected files, a path or an array of paths, found []"],
    ['{"evaluations": {"a": {"files": "-"}}}', 'expected files, a path or an array of paths, found "-"'],
    ['{"evaluations": {"a": {"files": [1]}}}', "expected files, a path or an array of paths, found [1]"],
    [
      '{"evaluations": {"a": {"files": "b", "Loss": 1}}}',
      'c.json: a: unknown key "Loss"; did you mean loss?',
    ],
    [
      '{"evaluations": {"a": {"files": "b", "qqqqqqqq": 1}}}',
      "there are loss, max, minRows, noHeader, files",
    ],
    ['{"evaluations": {"a": {"files": "b", "__proto__": 1}}}', 'unknown key "__proto__"'],
    [
      '{"evaluations": {"a": {"files": "b", "max": {"mse": 1}}}}',
      "max: expected a text, a number or an array of them",
    ],
    ['{"evaluations": {"a": {"files": "b", "max": null}}}', "max: expected a text, a number or an array"],
    [
      '{"evaluations": {"a": {"files": "b", "max": [["mse=1"]]}}}',
      "max: expected a text, a number or an array",
    ],
    [
      '{"evaluations": {"a": {"files": "b", "minRows": [1, 2]}}}',
      "minRows: expected a text or a number, found [1,2]",
    ],
    [
      '{"evaluations": {"a": {"files": "b", "noHeader": "yes"}}}',
      'noHeader: expected true or false, found "yes"',
    ],
    ['{"evaluations": {"": {"files": "b"}}}', "an evaluation has a name"],
    [
      '{"evaluations": {"a": {"files": "b", "max": "x=1", "max": "y=1"}}}',
      "c.json: evaluations.a.max is there twice",
    ],
    ['{"evaluations": {"a": {"files": "b"}, "a": {"files": "c"}}}', "c.json: evaluations.a is there twice"],
  ])("is not %s", (text, message) => {
    expect(() => parseConfig("c.json", text, KNOWN)).toThrow(message);
  });
});

describe("keys that are there twice", () => {
  test.each([
    ['{"a": 1, "b": {"a": 2}}', []],
    ['{"a": 1, "a": 2}', [["a"]]],
    ['{"a": 1, "\\u0061": 2}', [["a"]]],
    [
      '{"a": [{"b": 1, "b": 2}, {"b": 1}, {"c": 0, "c": 0}]}',
      [
        ["a", "0", "b"],
        ["a", "2", "c"],
      ],
    ],
    ['{"a": "\\"{,:", "b": "a", "c": ["a", "a"]}', []],
    ["[]", []],
  ])("in %s", (text, paths) => {
    expect(duplicateKeys(text)).toEqual(paths);
  });
});
