/** Any table, written by a plain RFC 4180 writer, is read back as it was. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ask, KEY, NUMBER, readBytes } from "./collect.ts";

interface Layout {
  readonly delimiter: string;
  /** Quote fields that need no quotes, and end lines in CR LF, where the next of these is true. */
  readonly quotes: readonly boolean[];
  readonly returns: readonly boolean[];
  readonly finalNewline: boolean;
  readonly blankLines: number;
  readonly mark: boolean;
}

/** The text, and the line on which each record begins. */
function write(table: readonly (readonly string[])[], layout: Layout): { text: string; lines: number[] } {
  let fieldNumber = 0;
  const field = (value: string, alone: boolean) => {
    const needed =
      [...layout.delimiter].some((character) => value.includes(character)) ||
      /["\r\n]/.test(value) ||
      (alone && value.trim() === "");
    const quoted = needed || layout.quotes[fieldNumber++ % layout.quotes.length];
    return quoted ? `"${value.replaceAll('"', '""')}"` : value;
  };
  let text = layout.mark ? "\ufeff" : "";
  const lines: number[] = [];
  table.forEach((record, index) => {
    lines.push(text.split("\n").length);
    text += record.map((value) => field(value, record.length === 1)).join(layout.delimiter);
    const last = index === table.length - 1;
    if (!last || layout.finalNewline) text += layout.returns[index % layout.returns.length] ? "\r\n" : "\n";
  });
  if (layout.finalNewline) text += "\r\n".repeat(layout.blankLines);
  return { text, lines };
}

const layout: fc.Arbitrary<Layout> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|", "§", "||"),
  quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  returns: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  finalNewline: fc.boolean(),
  blankLines: fc.nat(3),
  mark: fc.boolean(),
});
const character = fc.constantFrom(...'ab1.{ ,;|\t""\n\r§é\u20ac\u{1f600}\ufffd\ufeff'.split(/(?:)/u), "\r\n");
const field = fc.oneof(
  fc.string({ unit: character, maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 12 }))
  .map((rows) => [(rows[0] ?? ["x"]).map((_, index) => `c${index}`), ...rows]);
const blockBytes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(64, 1000, 65536));
const chunkRows = fc.integer({ min: 1, max: 15 });

it("quotes, newlines, delimiters, CR LF and unicode survive any blocks and any chunks", async () => {
  await fc.assert(
    fc.asyncProperty(table, layout, blockBytes, chunkRows, async (rows, form, block, chunk) => {
      const { text, lines } = write(rows, form);
      const [header = [], ...records] = rows;
      const { delimiter } = form;
      const read = await readBytes(
        text,
        ask(KEY, ...header),
        { header: true, delimiter },
        { blockBytes: block, chunkRows: chunk },
      );
      expect(read.map(({ texts }) => texts)).toEqual(records);
      expect(read.map(({ cells }) => cells)).toEqual(records);
      expect(read.map(({ line }) => line)).toEqual(lines.slice(1));
      expect(read.map(({ record }) => record)).toEqual(records.map((_, index) => index + 1));
    }),
    { numRuns: 300 },
  );
});

it("numbers are those that were written, and their texts in messages are the file's", async () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
  await fc.assert(
    fc.asyncProperty(fc.array(number), layout, blockBytes, chunkRows, async (values, form, block, chunk) => {
      const { text } = write([["n", "other"], ...values.map((value) => [String(value), ""])], form);
      const { delimiter } = form;
      const read = await readBytes(
        text,
        ask(NUMBER, "n"),
        { header: true, delimiter },
        { blockBytes: block, chunkRows: chunk },
      );
      expect(read.map(({ cells }) => cells[0])).toEqual(values);
      expect(read.map(({ texts }) => texts[0])).toEqual(values.map(String));
    }),
    { numRuns: 100 },
  );
});
