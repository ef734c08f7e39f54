import { describe, expect, it } from "vitest";
import { recogniseDelimiter } from "../../src/read/header.ts";

describe("the delimiter is the most frequent of , tab ; | in the header, outside quotes", () => {
  it.each([
    ["a,b;c,d", ","],
    ["a;b,c;d", ";"],
    ["a\tb\tc", "\t"],
    ["a|b", "|"],
    ['"a;b;c;d",e,f', ","],
    ['"a""|""b|",c', ","],
    ["alone", ","],
    ["a b c:d:e", ","],
    // A tie goes to the first of the list.
    ["a|b;c", ";"],
    ["a;b,c", ","],
  ])("%j: %j", (header, delimiter) => {
    expect(recogniseDelimiter(Buffer.from(header))).toBe(delimiter);
  });
});
