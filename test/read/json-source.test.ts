import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonPath, leafPaths } from "../../src/read/json-path.ts";
import { sourceOf } from "../../src/read/json-source.ts";

/** The keys of all values of an object or array, with the values. */
function* values(
  json: unknown,
  keys: readonly string[] = [],
): Generator<[keys: readonly string[], value: unknown]> {
  if (keys.length > 0) yield [keys, json];
  if (typeof json !== "object" || json === null) return;
  for (const [key, child] of Object.entries(json)) yield* values(child, [...keys, key]);
}

const spaced = (json: unknown) => JSON.stringify(json, null, " \t").replaceAll("\n", "\r\n ");

test("the text of a value in a JSON text is one that has that value", () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (json) => {
      for (const text of [JSON.stringify(json), spaced(json)]) {
        // As it was parsed: `__proto__` is a key like others there.
        for (const [keys, value] of values(JSON.parse(text))) {
          const source = sourceOf(text, keys);
          expect(JSON.parse(source)).toEqual(value);
          expect(source).toBe(source.trim());
        }
      }
    }),
  );
});

test("it is the text as it stands, of a key that is there twice the last", () => {
  const text = '{ "a" : 1.50e0, "b":{"x,}":[ 1 , {"k":"\\"]"} ]},"a": 12345678901234567890 ,"\\u0063":" "}';
  expect(sourceOf(text, ["a"])).toBe("12345678901234567890");
  expect(sourceOf(text, ["b"])).toBe('{"x,}":[ 1 , {"k":"\\"]"} ]}');
  expect(sourceOf(text, ["b", "x,}", "1", "k"])).toBe('"\\"]"');
  expect(sourceOf(text, ["c"])).toBe('" "');
});

test("paths lead to the leaves of a record, each once", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-c.]{0,3}$/), fc.jsonValue()), (record) => {
      const paths = leafPaths(record);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) {
        const found = new JsonPath(path).value(record);
        expect(found).not.toBeUndefined();
        const keys = new JsonPath(path).keys(record);
        expect(keys?.join(".")).toBe(path);
      }
    }),
  );
});

test.each<[path: string, record: object, value: unknown]>([
  ["a.b", { a: { b: 1 } }, 1],
  ["a.b", { a: { b: 1 }, "a.b": 2 }, 2],
  ["a.b.c", { "a.b": { c: 1 }, a: { "b.c": 2 } }, 1],
  ["a.b.c", { "a.b": { d: 1 }, a: { "b.c": 2 } }, 2],
  ["p.1", { p: [5, 6] }, 6],
  ["p.2", { p: [5, 6] }, undefined],
  ["p.length", { p: [5, 6] }, 2],
  ["toString", {}, undefined],
  ["a.toString", { a: {} }, undefined],
  ["a.b", { a: null }, undefined],
  ["a", { a: null }, null],
  ["", { "": 3 }, 3],
])("%s in %j is %j", (path, record, value) => {
  expect(new JsonPath(path).value(record)).toBe(value);
});
