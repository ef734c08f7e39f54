/** Lines before a part: those that others have counted, and those that nobody has. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
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

describe("where nobody has counted any", () => {
  /** Of a file, which gives at most `most` bytes at once; `calls` are the places that were asked for. */
  function uncounted(content: Buffer, partBytes: number, most: number) {
    const calls: number[] = [];
    const before = new LinesBefore({ put: () => {}, get: () => null }, partBytes, (_, target, position) => {
      calls.push(position);
      const found = content.subarray(position, position + Math.min(most, target.length));
      target.set(found);
      return found.length;
    });
    return { before, calls };
  }

  function lines(content: Buffer, from: number, to: number): number {
    return content.subarray(from, to).filter((byte) => byte === 0x0a).length;
  }

  test("they are counted for parts in any order, by reads of any size", () => {
    const line = fc.constantFrom("\n", "a", '"', "\r\n", "long line ".repeat(9));
    const parts = fc.array(fc.nat(30), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 400 }),
        fc.nat(40),
        parts,
        fc.integer({ min: 1, max: 300 }),
        (pieces, start, asked, most) => {
          const content = Buffer.from(pieces.join(""));
          const { before } = uncounted(content, 128, most);
          const whole = { start: Math.min(start, content.length), size: content.length } as PartedFile;
          for (const part of asked) {
            const place = whole.start + 128 * part;
            if (place <= content.length)
              expect(before.count(whole, place, part)).toBe(lines(content, whole.start, place));
          }
        },
      ),
    );
  });

  test("a part may be larger than what is looked at at once", () => {
    const content = Buffer.from("123456\n".repeat(200_000));
    const whole = { start: 7, size: content.length } as PartedFile;
    const { before, calls } = uncounted(content, 2 ** 20, content.length);
    expect(before.count(whole, 7 + 2 ** 20, 1)).toBe(lines(content, 7, 7 + 2 ** 20));
    expect(calls.length).toBeGreaterThan(3);
  });

  test("they are not counted again for a part further on, but for one before and for another file", () => {
    const content = Buffer.from("1\n".repeat(1000));
    const whole = { start: 0, size: content.length } as PartedFile;
    const { before, calls } = uncounted(content, 64, 64);
    expect([before.count(whole, 64, 1), before.count(whole, 192, 3), before.count(whole, 192, 3)]).toEqual([
      32, 96, 96,
    ]);
    expect(calls).toEqual([0, 64, 128]);
    expect(before.count(whole, 64, 1)).toBe(32);
    expect(before.count({ ...whole, start: 2 }, 66, 5)).toBe(32);
    expect(calls.slice(3)).toEqual([0, 2]);
  });

  test("they end where a file has become shorter", () => {
    const whole = { start: 0, size: 1000 } as PartedFile;
    expect(uncounted(Buffer.from("1\n2\n"), 64, 3).before.count(whole, 640, 10)).toBe(2);
  });
});
