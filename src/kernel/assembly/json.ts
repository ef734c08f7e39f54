/**
 * Newline-delimited JSON read as delimiter-separated text: where all records are objects of the same shape, the
 * text between two of `,` `}` newline is a prefix that every record has (`{"id":`, ` "y":`) and a scalar. Every
 * prefix is compared in every record, and every scalar is checked, wanted or not. A string that holds one of the
 * three bytes fails that: the text after it would have to begin with a key's quote, which a string can't hold
 * unescaped. Then a function returns the row it came to, and the block is the host's.
 */
import { codeOf, Dictionary } from "./dictionary";
import { field } from "./number";

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** The 16 bytes at `FIRST + 16 - n` keep the first n of 16 lanes. */
const FIRST = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Whether the `length` bytes at `p` are those at `prefix`. Reads up to 15 beyond either. */
@inline
function hasPrefix(p: usize, end: usize, prefix: usize, length: usize): bool {
  if (length <= 16) {
    const different = v128.xor(v128.load(p), v128.load(prefix));
    return p + length <= end && !v128.any_true(v128.and(different, v128.load(FIRST + 16 - length)));
  }
  return p + length <= end && memory.compare(p, prefix, length) == 0;
}

/** Segment `segment` of each record (of `segments`) as binary64 to `out`, `entries` as in `numbers`. */
export function jsonNumbers(
  entries: usize, rows: i32, segments: i32, segment: i32, out: usize, prefix: usize, length: usize,
): i32 {
  const step = <usize>segments << 2;
  let p = entries + (<usize>segment << 2) - 4;
  for (let row = 0; row < rows; row++, p += step, out += 8) {
    const start = <usize>load<u32>(p) + 1;
    const end = <usize>load<u32>(p, 4);
    if (!hasPrefix(start, end, prefix, length)) return row;
    store<f64>(out, field(start + length, end, out, true));
  }
  return rows;
}

/** The same as codes (u32). */
export function jsonCodes(
  entries: usize, rows: i32, segments: i32, segment: i32, out: usize, prefix: usize, length: usize, dictionary: usize,
): i32 {
  const header = changetype<Dictionary>(dictionary);
  const step = <usize>segments << 2;
  let p = entries + (<usize>segment << 2) - 4;
  for (let row = 0; row < rows; row++, p += step, out += 4) {
    const start = <usize>load<u32>(p) + 1;
    const end = <usize>load<u32>(p, 4);
    if (!hasPrefix(start, end, prefix, length)) return row;
    store<u32>(out, codeOf(header, start + length, end));
  }
  return rows;
}

/** Segments that hold nothing but the prefix. */
export function jsonConstant(
  entries: usize, rows: i32, segments: i32, segment: i32, prefix: usize, length: usize,
): i32 {
  const step = <usize>segments << 2;
  let p = entries + (<usize>segment << 2) - 4;
  for (let row = 0; row < rows; row++, p += step) {
    const start = <usize>load<u32>(p) + 1;
    const end = <usize>load<u32>(p, 4);
    if (end - start != length || !hasPrefix(start, end, prefix, length)) return row;
  }
  return rows;
}

/** Segments that hold a string without escapes or control characters, which nobody wants. */
export function jsonStrings(
  entries: usize, rows: i32, segments: i32, segment: i32, prefix: usize, length: usize,
): i32 {
  const step = <usize>segments << 2;
  const quotes = i8x16.splat(QUOTE), backslashes = i8x16.splat(BACKSLASH), space = i8x16.splat(0x20);
  let p = entries + (<usize>segment << 2) - 4;
  for (let row = 0; row < rows; row++, p += step) {
    const start = <usize>load<u32>(p) + 1;
    const end = <usize>load<u32>(p, 4);
    if (!hasPrefix(start, end, prefix, length)) return row;
    const open = start + length, close = end - 1;
    if (open >= close || load<u8>(open) != QUOTE || load<u8>(close) != QUOTE) return row;
    for (let at = open + 1; at < close; at += 16) {
      const text = v128.load(at);
      const special = v128.or(i8x16.eq(text, quotes), i8x16.eq(text, backslashes));
      const bad = i8x16.bitmask(v128.or(i8x16.lt_u(text, space), special));
      if (bad & (at + 16 > close ? (1 << <i32>(close - at)) - 1 : 0xffff)) return row;
    }
  }
  return rows;
}
