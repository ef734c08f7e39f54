import { describe, expect, it } from "vitest";
import { createDotCanvas } from "../../src/report/dot-canvas.ts";

describe("a canvas of braille", () => {
  it("has two by four dots a character, each its own bit of the Unicode block", () => {
    // Dots 1 to 8 as Unicode numbers them: down the left, down the right, then the last line.
    const order = [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
      [0, 3],
      [1, 3],
    ] as const;
    order.forEach(([x, y], bit) => {
      const canvas = createDotCanvas(1, 1, true);
      canvas.dot(x, y);
      expect(canvas.lines()).toEqual([String.fromCodePoint(0x2800 + 2 ** bit)]);
    });
  });

  it("is blank where nothing is set, so that a line can lose its end", () => {
    const canvas = createDotCanvas(3, 2, true);
    canvas.dot(2, 4);
    expect(canvas.lines()).toEqual(["   ", " ⠁ "]);
    expect([canvas.width, canvas.height]).toEqual([6, 8]);
  });

  it("leaves out what lies outside", () => {
    const canvas = createDotCanvas(1, 1, true);
    for (const [x, y] of [
      [-1, 0],
      [2, 0],
      [0, -1],
      [0, 4],
      [Number.NaN, 0],
    ] as const)
      canvas.dot(x, y);
    expect(canvas.lines()).toEqual([" "]);
  });
});

it("a canvas of ASCII has two dots a character", () => {
  const canvas = createDotCanvas(4, 1, false);
  for (const [x, y] of [
    [1, 0],
    [2, 1],
    [3, 0],
    [3, 1],
  ] as const)
    canvas.dot(x, y);
  expect(canvas.lines()).toEqual([" '.:"]);
});
