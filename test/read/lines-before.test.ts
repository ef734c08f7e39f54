/** Lines before a part: those that others have counted, and those that nobody has. */
import { expect, test } from "vitest";
import type { PartedFile } from "../../src/read/chunk.ts";
import { LinesBefore } from "../../src/read/lines-before.ts";

const PART = 64;
const text = Array.from({ length: 200 }, (_, i) => "x".repeat((i * 7) % 23)).join("\n");
const bytes = new TextEncoder().encode(text);
const START = 10;
const file = { start: START, size: bytes.length } as PartedFile;

const newlines = (from: number, to: number) =>
  bytes.subarray(from, to).filter((byte) => byte === 0x0a).length;

test.each([
  ["all", () => true],
  ["none", () => false],
  ["every other one", (part: number) => part % 2 === 0],
])("known of %s", (_, known) => {
  const FIRST = 5;
  const looked: number[] = [];
  const counts = {
    put: () => {},
    get: (part: number) => {
      const from = START + (part - FIRST) * PART;
      return known(part) ? newlines(from, from + PART) : null;
    },
  };
  const before = new LinesBefore(counts, PART, (_file, target, position) => {
    looked.push(FIRST + (position - START) / PART);
    const found = bytes.subarray(position, position + target.length);
    target.set(found);
    return found.length;
  });
  for (const part of [0, 1, 3, 7, 20, 2, 9]) {
    const place = START + part * PART;
    expect(before.count(file, place, FIRST + part)).toBe(newlines(START, place));
  }
  expect(looked.some(known)).toBe(false);
});
