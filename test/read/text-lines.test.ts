import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, textLines } from "../../src/read/text-lines.ts";

/** Lines short and long, of characters of one to four bytes; some are no UTF-8. */
const line = fc
  .tuple(fc.constantFrom("", "a", "é€𝄞", "\r", "long "), fc.constantFrom(0, 1, 3, 9000, 20_000), fc.boolean())
  .map(([text, times, broken]) =>
    Buffer.concat([Buffer.from(text.repeat(times)), Buffer.from(broken ? [0xff] : [])]),
  );
const lines = fc.array(line, { minLength: 1, maxLength: 30 });

function joined(some: readonly Buffer[]): Buffer {
  return Buffer.concat(some.flatMap((one, place) => (place === 0 ? [one] : [Buffer.from("\n"), one])));
}

test("whole lines are the texts between newlines, with their numbers, and whether they are UTF-8", () => {
  fc.assert(
    fc.property(lines, fc.nat(9), (some, first) => {
      const found = linesOf(joined(some), first);
      expect(found.length).toBe(some.length);
      for (const [place, { text, line: number, valid }] of found.entries()) {
        const expected = some[place]!.toString("utf8");
        expect(number).toBe(first + place);
        expect(text === expected).toBe(true);
        expect(valid).toBe(!expected.includes("\ufffd"));
      }
    }),
    { numRuns: 60 },
  );
});

test("blocks of any size have the same lines", async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 100_000 }), async (some, size) => {
      const bytes = joined(some);
      async function* blocks() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const found: string[] = [];
      for await (const run of textLines({ name: "a", firstLine: 1, blocks: blocks() })) {
        for (const { text, line: number } of run) {
          expect(number).toBe(found.length + 1);
          found.push(text);
        }
      }
      // What follows the last newline is a line only if there is anything.
      const texts = some.map((one) => one.toString("utf8"));
      if (texts.at(-1) === "") texts.pop();
      expect(found.length).toBe(texts.length);
      expect(found.every((text, place) => text === texts[place])).toBe(true);
    }),
    { numRuns: 40 },
  );
});
