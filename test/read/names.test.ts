import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missingColumn, numberedNames, uniqueNames } from "../../src/read/names.ts";

describe("duplicate headers", () => {
  it.each([
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [
      ["a", "a", "a"],
      ["a", "a#2", "a#3"],
    ],
    [
      ["", "", "x"],
      ["", "#2", "x"],
    ],
    // A header that is just such a name keeps it.
    [
      ["a", "a", "a#2"],
      ["a", "a#3", "a#2"],
    ],
    [
      ["__proto__", "__proto__"],
      ["__proto__", "__proto__#2"],
    ],
  ])("%j are %j", (header, names) => {
    expect(uniqueNames(header)).toEqual(names);
  });

  it("become names that differ, each beginning with its header", () => {
    const name = fc.constantFrom("a", "a#2", "a#3", "a#2#2", "", "#2");
    fc.assert(
      fc.property(fc.array(name), (header) => {
        const names = uniqueNames(header);
        expect(new Set(names).size).toBe(header.length);
        names.forEach((unique, index) => {
          expect(unique.startsWith(header[index] as string)).toBe(true);
        });
      }),
    );
  });
});

it("columns without a header are numbered from 1", () => {
  expect(numberedNames(3)).toEqual(["1", "2", "3"]);
});

describe("the error for a missing column", () => {
  it("lists the columns there are and suggests the nearest", () => {
    expect(missingColumn("y_pre", ["y_true", "y_pred"], "a.csv").message).toBe(
      'a.csv: no column "y_pre"; did you mean "y_pred"? (it has y_true, y_pred)',
    );
    expect(missingColumn("LABEL", ["label"], "a.csv").message).toBe(
      'a.csv: no column "LABEL"; did you mean "label"? (it has label)',
    );
  });

  it("suggests nothing where nothing is near", () => {
    expect(missingColumn("weight", ["y", "p"], "a.csv").message).toBe(
      'a.csv: no column "weight" (it has y, p)',
    );
    expect(missingColumn("y", [], "a.ndjson").message).toBe('a.ndjson: no column "y" (it has none)');
  });

  it("cuts a long list and says how long it is", () => {
    const names = numberedNames(57).map((number) => `column ${number}`);
    expect(missingColumn("x", names, "a.csv").message).toMatch(/column 19, column 20, … 57 in all\)$/);
  });
});
