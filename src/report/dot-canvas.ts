/** A picture of dots in characters: braille, eight dots each, or ASCII where a terminal has nothing else. */

export interface DotCanvas {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  /** Sets a dot; (0, 0) is at the top left. What lies outside is left out. */
  dot(x: number, y: number): void;
  /** One text for each line of characters. */
  lines(): string[];
}

/** How many dots a character has, and the character of those that are set, dots counted line by line. */
interface Cells {
  readonly across: number;
  readonly down: number;
  character(dots: number): string;
}

/** The bits of a braille character, line by line (Unicode, Braille Patterns): its last line was added later. */
const BRAILLE_BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

const BRAILLE: Cells = {
  across: 2,
  down: 4,
  character(dots) {
    if (dots === 0) return " ";
    const bits = BRAILLE_BITS.reduce((sum, bit, place) => sum + ((dots >> place) & 1) * bit, 0);
    return String.fromCodePoint(0x2800 + bits);
  },
};

const ASCII: Cells = { across: 1, down: 2, character: (dots) => " '.:"[dots] ?? " " };

/** An empty canvas of so many characters. */
export function createDotCanvas(columns: number, rows: number, unicode: boolean): DotCanvas {
  const { across, down, character } = unicode ? BRAILLE : ASCII;
  const width = columns * across;
  const height = rows * down;
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  return {
    width,
    height,
    dot(x, y) {
      if (!(x >= 0 && x < width && y >= 0 && y < height)) return;
      const row = cells[Math.floor(y / down)] as Uint8Array;
      const column = Math.floor(x / across);
      row[column] = (row[column] as number) | (1 << ((y % down) * across + (x % across)));
    },
    lines: () => cells.map((row) => Array.from(row, (dots) => character(dots)).join("")),
  };
}
