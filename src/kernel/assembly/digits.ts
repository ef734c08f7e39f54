/**
 * Runs of decimal digits to integers, 8 or 16 at a time (Lemire, "Number parsing at a gigabyte per second",
 * Software: Practice and Experience 51, 2021, section 8; Mula's SSE conversion). The constants stand in memory: V8
 * builds a v128 literal anew, in three instructions, at each use.
 */

const ZERO = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48]);
const POINT = memory.data<u8>([46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46]);
/** A lane above 9 plus this has its high bit set. */
const ABOVE_NINE = memory.data<u8>([118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118]);
const TENS = memory.data<u8>([1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10]);
const HUNDREDS = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1]);
const TEN_THOUSANDS = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1]);
/** The 16 bytes at `LAST + n` keep the last n of 16 lanes. */
const LAST = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255,
]);

/** Where the first of the 16 bytes at `p` is a point; 16 if none is. */
@inline
export function pointAt(p: usize): i32 {
  return ctz(i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(POINT))) | 0x10000);
}

/** The last `n` of the 16 bytes before `end` as digit values, the others 0. */
@inline
export function lastDigits16(end: usize, n: usize): v128 {
  return v128.and(v128.xor(v128.load(end - 16), v128.load(ZERO)), v128.load(LAST + n));
}

@inline
export function notDigits16(lanes: v128): i32 {
  return i8x16.bitmask(i8x16.add_sat_u(lanes, v128.load(ABOVE_NINE)));
}

/** The integer whose decimal digits are the 16 lanes, the first lane the highest. */
@inline
export function integer16(lanes: v128): u64 {
  let x = i16x8.shr_u(i16x8.mul(lanes, v128.load(TENS)), 8);
  x = i32x4.dot_i16x8_s(x, v128.load(HUNDREDS));
  x = i16x8.narrow_i32x4_u(x, x);
  x = i32x4.dot_i16x8_s(x, v128.load(TEN_THOUSANDS));
  const halves = i64x2.extract_lane(x, 0);
  return (halves & 0xffffffff) * 100000000 + (<u64>halves >> 32);
}

/** The first `n` (1 to 8) bytes at `p` as digit values in the highest bytes, the others 0. */
@inline
export function firstDigits8(p: usize, n: i32): u64 {
  return (load<u64>(p) ^ 0x3030303030303030) << (64 - (<u64>n << 3));
}

/** The last `n` (0 to 8) of the 8 bytes from `p` as digit values, the others 0. */
@inline
export function lastDigits8(p: usize, n: usize): u64 {
  return (load<u64>(p) ^ 0x3030303030303030) & load<u64>(LAST + 8 + n);
}

@inline
export function notDigits8(bytes: u64): u64 {
  return ((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080;
}

/** The integer whose decimal digits are the 8 bytes, the lowest byte the highest digit. */
@inline
export function integer8(bytes: u64): u64 {
  const pairs = bytes * 10 + (bytes >> 8);
  const even = pairs & 0x000000ff000000ff, odd = (pairs >> 16) & 0x000000ff000000ff;
  return (even * 0x000f424000000064 + odd * 0x0000271000000001) >> 32; // 1000000 and 100, 10000 and 1
}
