import { describe, expect, test } from "vitest";
import { Kernel } from "../../src/kernel/kernel.ts";
import { OutOfMemoryError } from "../../src/kernel/memory.ts";
import { readBlocks } from "./blocks.ts";
import { delimitedText, split, textOptions } from "./delimited-texts.ts";
import { random } from "./random.ts";

const countNewlines = (text: string) => text.split("\n").length - 1;

describe("the index of delimiters", () => {
  test("agrees with a state machine on quotes, newlines in quotes, CR LF, stray quotes and ragged records", () => {
    const source = random(5);
    const seen = { regular: 0, ragged: 0, quotes: 0, open: 0 };
    for (let i = 0; i < 1500; i++) {
      const options = textOptions(source);
      let text = delimitedText(source, options);
      if (source.below(3) === 0) text = text.slice(0, source.below(text.length + 1));
      const { delimiter, fields } = options;
      const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
      const { records, open } = split(ended, delimiter);
      const ragged = records?.some((record) => record.length !== fields);
      // A carriage return at the very end is neither text nor the end of a line to be sure of.
      const expected =
        text.endsWith("\r") || records === null ? "quotes" : open ? "open" : ragged ? "ragged" : "regular";
      const [block] = readBlocks(text, delimiter, fields, {});
      expect({ text, regular: block!.regular }).toEqual({ text, regular: expected === "regular" });
      if (expected === "regular") expect(block!.fields).toEqual(records);
      seen[expected]++;
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
  });

  test("is the same whatever the block's size and the reads", () => {
    const source = random(6);
    for (let i = 0; i < 150; i++) {
      const options = { ...textOptions(source), stray: 0, ragged: 0 };
      const last = Array.from({ length: options.fields }, () => "x").join(options.delimiter);
      const text = `${delimitedText(source, options)}${last}\n`;
      const whole = [...readBlocks(text, options.delimiter, options.fields, {})];
      const blockSize = source.pick([1, 64, 128, 192, 640]);
      const small = [
        ...readBlocks(text, options.delimiter, options.fields, { blockSize }, 1 + source.below(200)),
      ];
      expect(small.every((block) => block.regular)).toBe(true);
      expect(small.flatMap((block) => block.fields)).toEqual(whole.flatMap((block) => block.fields));
      expect(small.reduce((sum, block) => sum + block.newlines, 0)).toBe(countNewlines(text));
    }
  });

  test("a record's line is the number of newlines before it, those in quotes too", () => {
    const text = 'a,1\n"b\nc",2\r\n"\n\n",3\nd,4\n';
    const [block] = readBlocks(text, ",", 2, {});
    expect(block!.newlinesBefore).toEqual([0, 1, 3, 6]);
    expect(block!.newlines).toBe(7);
  });

  test("a block of nothing but delimiters and newlines fits", () => {
    const text = ",\n".repeat(50_000);
    const fields = [...readBlocks(text, ",", 2, { blockSize: 4096 }, 4096)].flatMap((block) => block.fields);
    expect(fields.length).toBe(50_000);
    const [block] = readBlocks(`${"\n".repeat(300_000)}x\n`, ",", 1, {}, 1e6);
    expect(block!.fields.length).toBe(300_001);
  });

  test.each(["", "\n", "\n\n", "\r\n", "\n \n\t\r\n"])(
    "blank lines at the end (%j) are no records",
    (blank) => {
      for (const blockSize of [64, 4096]) {
        const blocks = [...readBlocks(`1,a\n2,b${blank}`, ",", 2, { blockSize })];
        expect(blocks.every((block) => block.regular)).toBe(true);
        expect(blocks.flatMap((block) => block.fields)).toEqual([
          ["1", "a"],
          ["2", "b"],
        ]);
      }
    },
  );

  test.each(["1,a\n\n2,b\n", "1,a\n\n\n\n\n\n2,b\n", '1,a\n""\n', "\n1,a\n"])(
    "a blank line elsewhere is irregular: %j",
    (text) => {
      for (const blockSize of [64, 4096]) {
        expect([...readBlocks(text, ",", 2, { blockSize })].some((block) => !block.regular)).toBe(true);
      }
    },
  );

  test("a line of one blank field is a record between others", () => {
    const [block] = readBlocks("a\n\nb\n \nc\n\n", ",", 1, {});
    expect(block!.fields).toEqual([["a"], [""], ["b"], [" "], ["c"]]);
  });

  test("a record many times as long as a block is read whole", () => {
    const long = `"${"x,\n".repeat(200_000)}"`;
    const text = `1,${long}\n2,b\n`;
    const fields = [...readBlocks(text, ",", 2, { blockSize: 4096 }, 4096)].flatMap((block) => block.fields);
    expect(fields).toEqual([
      ["1", long],
      ["2", "b"],
    ]);
  });

  test("a record beyond the limit is refused", () => {
    const read = () => [
      ...readBlocks("x".repeat(300_000), ",", 1, { blockSize: 4096, longestRecord: 200_000 }, 4096),
    ];
    expect(read).toThrow(OutOfMemoryError);
  });
});

describe("columns", () => {
  test("numbers, and the status that the host gives for what is none", () => {
    const kernel = new Kernel();
    const text = 'a,1.5\nb,NA\nc,"2"\nd,\ne,1e400\r\nf,-3\r\n';
    kernel.text.free().set(Buffer.from(text));
    kernel.text.filled(text.length);
    expect(kernel.text.index(0x2c, 2, true)).toBe(true);
    kernel.readNumbers(0, 1, (row) => {
      const token = Buffer.from(kernel.text.field(row, 1)).toString();
      return token === "1e400" ? { value: 0, status: 3 } : { value: 0, status: 1 };
    });
    expect([...kernel.values(0)]).toEqual([1.5, Number.NaN, 2, Number.NaN, Number.NaN, -3]);
    expect([...kernel.status(0)!.subarray(0, 6)]).toEqual([0, 1, 0, 1, 3, 0]);
  });

  test("a column of numbers alone has no status", () => {
    const kernel = new Kernel();
    kernel.text.free().set(Buffer.from("1\n2\n"));
    kernel.text.filled(4);
    kernel.text.index(0x2c, 1, true);
    kernel.readNumbers(0, 0, () => ({ value: 0, status: 1 }));
    expect(kernel.status(0)).toBeNull();
    expect([...kernel.values(0)]).toEqual([1, 2]);
  });

  test("texts become codes; the host is asked once for each", () => {
    const source = random(9);
    const texts = Array.from(
      { length: 30_000 },
      (_, i) => "é".repeat(source.below(4)) + "x".repeat(source.below(30)) + i,
    );
    const column = [...texts, ...texts.toReversed(), "", '""', "a".repeat(5000), "b".repeat(5000), ...texts];
    const asked: string[] = [];
    const kernel = new Kernel({ blockSize: 2 ** 16 });
    const dictionary = kernel.dictionary((bytes) => asked.push(Buffer.from(bytes).toString()) - 1);
    const got: string[] = [];
    const bytes = Buffer.from(`${column.join("\n")}\n`);
    for (let at = 0; at < bytes.length || kernel.text.rest().length > 0; ) {
      const free = kernel.text.free();
      const part = bytes.subarray(at, at + free.length);
      free.set(part);
      kernel.text.filled(part.length);
      at += part.length;
      expect(kernel.text.index(0x2c, 1, at >= bytes.length)).toBe(true);
      kernel.readCodes(0, 0, dictionary);
      for (const code of kernel.codes(0)) got.push(asked[code]!);
      kernel.text.next();
    }
    expect(got).toEqual(column);
    expect(asked.length).toBe(new Set(column).size);
    expect(kernel.entries(dictionary)).toBe(asked.length);
  });

  test("texts whose hashes are the same have codes of their own", () => {
    // The hash of 8 bytes x is y ^ (y >> 32) without its highest byte, with y = x * multiplier modulo 2^64.
    const multiplier = 0x9e3779b97f4a7c15n;
    let inverse = 1n;
    for (let i = 0; i < 6; i++) inverse = BigInt.asUintN(64, inverse * (2n - multiplier * inverse));
    const texts: string[] = [];
    for (let y = 0x123456789abcdef1n; texts.length < 40; y = BigInt.asUintN(64, y * multiplier + 1n)) {
      const pair = [y, y ^ (0x5an << 56n) ^ (0x5an << 24n)].map((hashed) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(BigInt.asUintN(64, hashed * inverse));
        return bytes;
      });
      if (pair.some((bytes) => /["\n\r,]/.test(bytes.toString("latin1")))) continue;
      texts.push(...pair.map((bytes) => bytes.toString("latin1")));
    }
    const kernel = new Kernel();
    const asked: string[] = [];
    const dictionary = kernel.dictionary((bytes) => asked.push(Buffer.from(bytes).toString("latin1")) - 1);
    const column = [...texts, ...texts];
    const bytes = Buffer.from(`${column.join("\n")}\n`, "latin1");
    kernel.text.free().set(bytes);
    kernel.text.filled(bytes.length);
    kernel.text.index(0x2c, 1, true);
    kernel.readCodes(0, 0, dictionary);
    expect([...kernel.codes(0)].map((code) => asked[code])).toEqual(column);
    expect(asked).toEqual(texts);
  });

  test("more texts than a dictionary holds have their codes all the same", () => {
    const ids = new Map<string, number>();
    const kernel = new Kernel({ blockSize: 2 ** 22 });
    const dictionary = kernel.dictionary((bytes) => {
      const text = Buffer.from(bytes).toString();
      const id = ids.get(text) ?? ids.size;
      ids.set(text, id);
      return id;
    });
    const texts = Array.from({ length: 150_000 }, (_, i) => `text-${i}`);
    const bytes = Buffer.from(`${[...texts, ...texts].join("\n")}\n`);
    kernel.text.free().set(bytes);
    kernel.text.filled(bytes.length);
    kernel.text.index(0x2c, 1, true);
    kernel.readCodes(0, 0, dictionary);
    expect(kernel.codes(0).every((code, row) => code === row % texts.length)).toBe(true);
    expect(kernel.entries(dictionary)).toBe(2 ** 17);
  });

  test("texts that share their first and last bytes and their length have codes of their own", () => {
    const texts = Array.from(
      { length: 26 },
      (_, i) => `same-prefix-${String.fromCharCode(97 + i)}-same-suffix`,
    );
    const kernel = new Kernel();
    const asked: string[] = [];
    const dictionary = kernel.dictionary((bytes) => asked.push(Buffer.from(bytes).toString()) - 1);
    const text = `${[...texts, ...texts].join("\n")}\n`;
    kernel.text.free().set(Buffer.from(text));
    kernel.text.filled(text.length);
    kernel.text.index(0x2c, 1, true);
    kernel.readCodes(0, 0, dictionary);
    expect([...kernel.codes(0)].map((code) => asked[code])).toEqual([...texts, ...texts]);
  });

  test("an error of the host passes through", () => {
    const kernel = new Kernel();
    kernel.text.free().set(Buffer.from("x\n"));
    kernel.text.filled(2);
    kernel.text.index(0x2c, 1, true);
    const fail = () => {
      throw new RangeError("no");
    };
    expect(() => kernel.readNumbers(0, 0, fail)).toThrow(RangeError);
    expect(() => kernel.readCodes(0, 0, kernel.dictionary(fail))).toThrow(RangeError);
  });
});
