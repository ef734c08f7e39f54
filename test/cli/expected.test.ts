import { expect, test } from "vitest";
import { matches, withoutVersion } from "./expected.ts";

test("[...] stands for any run of characters within a line, also none, and for nothing beyond it", () => {
  expect(matches("a [...] c\n", "a b c\n")).toBe(true);
  expect(matches("a[...]c\n", "ac\n")).toBe(true);
  expect(matches("[...]b[...]\n", "abc\n")).toBe(true);
  expect(matches("a[...]c\n", "a\nc\n")).toBe(false);
  expect(matches("[...]b[...]b[...]\n", "abc\n")).toBe(false);
  expect(matches("ab[...]bc\n", "abc\n")).toBe(false);
});

test("without a wildcard every byte counts", () => {
  expect(matches("a\n", "a\n")).toBe(true);
  expect(matches("a\n", "a")).toBe(false);
  expect(matches("", "\n")).toBe(false);
  expect(matches("a.c\n", "abc\n")).toBe(false);
});

test("the version is left out of the comparison", () => {
  expect(withoutVersion('{"version": "0.1.0"}', "0.1.0")).toBe('{"version": "<version>"}');
});
