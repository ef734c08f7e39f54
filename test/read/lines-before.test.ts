import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LinesBefore } from "../../src/read/lines-before.ts";

/** Reads from bytes, at most `most` at once; `calls` are the places that were asked for. */
function source(bytes: Buffer, most: number) {
  const calls: number[] = [];
  const read = (target: Uint8Array, position: number) => {
    calls.push(position);
    return bytes.copy(target, 0, position, position + Math.min(most, target.length));
  };
  return { read, calls };
}

function newlines(bytes: Buffer, start: number, place: number): number {
  return bytes.subarray(start, place).filter((byte) => byte === 0x0a).length;
}

describe("newlines before a place of a file", () => {
  test("are counted from the start on, for places in any order and reads of any size", () => {
    const text = fc.array(fc.constantFrom("\n", "a", '"', "\r\n", "long line ".repeat(9)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(
        text,
        fc.nat(40),
        fc.array(fc.nat(5000), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4000 }),
        (pieces, start, places, most) => {
          const bytes = Buffer.from(pieces.join(""));
          const first = Math.min(start, bytes.length);
          const lines = new LinesBefore(first, source(bytes, most).read);
          for (const place of places) {
            const asked = Math.min(first + place, bytes.length);
            expect(lines.count(asked)).toBe(newlines(bytes, first, asked));
          }
        },
      ),
    );
  });

  test("are counted over more than one block", () => {
    const bytes = Buffer.from("123456\n".repeat(100_000));
    const lines = new LinesBefore(7, source(bytes, bytes.length).read);
    expect(lines.count(bytes.length)).toBe(99_999);
    expect(lines.count(700_000 - 3)).toBe(99_998);
  });

  test("are not counted again for a place further on", () => {
    const bytes = Buffer.from("1\n".repeat(1000));
    const { read, calls } = source(bytes, 100);
    const lines = new LinesBefore(0, read);
    expect(lines.count(100)).toBe(50);
    expect(lines.count(300)).toBe(150);
    expect(calls).toEqual([0, 100, 200]);
    expect(lines.count(300)).toBe(150);
    expect(calls).toHaveLength(3);
    expect(lines.count(200)).toBe(100);
    expect(calls.slice(3)).toEqual([0, 100]);
  });

  test("end where a file has become shorter", () => {
    const bytes = Buffer.from("1\n2\n");
    expect(new LinesBefore(0, source(bytes, 3).read).count(100)).toBe(2);
  });
});
