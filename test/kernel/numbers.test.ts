import { describe, expect, test } from "vitest";
import { AROUND, fieldReader } from "./field-reader.ts";
import { HARD_NUMBERS, numberText } from "./number-texts.ts";
import { random } from "./random.ts";

describe("number fields", () => {
  const read = fieldReader();

  test("hard numbers are read as JavaScript reads them, whatever stands beside the field", () => {
    for (const text of HARD_NUMBERS) {
      for (const around of AROUND)
        expect({ text, value: read(text, around).value }).toEqual({ text, value: Number(text) });
    }
  });

  test("random numbers are read as JavaScript reads them, to the last bit", () => {
    const source = random(20240607);
    const wrong: string[] = [];
    for (let i = 0; i < 400_000; i++) {
      const text = numberText(source);
      if (!Object.is(read(text, AROUND[i % AROUND.length]!).value, Number(text))) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test("shortest round-trip texts of up to 19 digits never need the host", () => {
    const source = random(7);
    for (let i = 0; i < 20_000; i++) {
      const text = String((source.next() - 0.5) * 10 ** (source.below(30) - 15));
      expect(read(text, 0x2c).asked).toBe("");
    }
  });

  test("spaces and one pair of quotes around a number are passed over", () => {
    for (const text of [" 1.5", "1.5 ", "   1.5   ", '"1.5"', '" 1.5 "']) {
      expect(read(text, 0x2c)).toEqual({ value: 1.5, asked: "" });
    }
  });

  test.each([
    ["", ""],
    ["  ", ""],
    ['""', ""],
    ['"', '"'],
    ['"""1"""', '""1""'],
    ['" ""1"" "', '""1""'],
    ["NA", "NA"],
    [' "NA" ', "NA"],
    ["1e400", "1e400"],
    ["-1e400", "-1e400"],
    ["inf", "inf"],
  ])("%j is no finite number: the host is asked about %j", (text, asked) => {
    expect(read(text, 0x2c).asked).toBe(asked);
    for (const around of AROUND) read(text, around);
  });

  test.each([
    ...[
      ".",
      "-",
      "+",
      "-.",
      "e5",
      "1e",
      "1e+",
      "1e-",
      "--1",
      "+-1",
      "1.2.3",
      "0x10",
      "1_000",
      "1 2",
      "1,5",
      "NaN",
    ],
    ...[
      "1.5e5.5",
      "12345678901234567890x",
      "1234567812345678:",
      "1.234567812345678/",
      "12.34:6",
      "1/2.5",
      "1\t",
      "\u00a01",
    ],
    ...[
      "1.23456781234567812345678x",
      "x.5",
      "1234567x.5",
      "0.00000000000000000x12345",
      "1e5e5",
      "1e1000000000000x",
    ],
  ])("%j is not read as a number", (text) => {
    for (const around of AROUND) expect(read(text, around).asked).not.toBe("");
  });

  test("a host's value for a text is what the field is worth", () => {
    expect(read("Infinity", 0x2c).value).toBe(Number.POSITIVE_INFINITY);
  });
});
