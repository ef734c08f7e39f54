/**
 * Superaccumulator: a fixed-point number wide enough for every sum of binary64 numbers (Neal, "Fast exact summation
 * using small and large superaccumulators", arXiv:1505.05571, 2015: the small one). 66 words of 64 bits, each 32
 * bits above the one before; word i counts units of 2^(32 i - 1074). A word takes 2^20 additions before its carry
 * has to move on, far more than are made between two calls of `settle`. Behind the words stand the counts of
 * Infinity, -Infinity and NaN.
 */

const WORDS: usize = 66;
const INFINITIES: usize = WORDS;
/** Values of a run, at most. */
export const RUN: i32 = 2048;
/** Additions between two calls of `settle`: 2^11 on top of what a settled word holds could be 2^63. */
const ADDITIONS: usize = 1024;

/** Moves carries up, so that every word but the last lies in [0, 2^32). */
export function settle(accumulator: usize): void {
  let carry: i64 = 0;
  for (let i: usize = 0; i < WORDS - 1; i++) {
    const word = load<i64>(accumulator + (i << 3)) + carry;
    carry = word >> 32;
    store<i64>(accumulator + (i << 3), word & 0xffffffff);
  }
  const last = accumulator + ((WORDS - 1) << 3);
  store<i64>(last, load<i64>(last) + carry);
}

@inline
export function addOne(accumulator: usize, value: f64): void {
  const bits = reinterpret<u64>(value);
  let exponent = (bits >> 52) & 0x7ff;
  let mantissa = bits & 0xfffffffffffff;
  if (exponent == 0x7ff) {
    const counter = accumulator + ((INFINITIES + (mantissa ? 2 : <usize>(bits >> 63))) << 3);
    store<i64>(counter, load<i64>(counter) + 1);
    return;
  }
  mantissa |= <u64>(exponent != 0) << 52;
  exponent -= <u64>(exponent != 0);
  const shift = exponent & 31;
  const word = accumulator + <usize>((exponent >> 5) << 3);
  const sign = <i64>bits >> 63;
  const low = <i64>((mantissa << shift) & 0xffffffff), high = <i64>(mantissa >> (32 - shift));
  store<i64>(word, load<i64>(word) + ((low ^ sign) - sign));
  store<i64>(word, load<i64>(word, 8) + ((high ^ sign) - sign), 8);
}

/** Adds values one by one. */
export function addEach(accumulator: usize, from: usize, to: usize): void {
  for (let p = from; p < to;) {
    const end = min(to, p + (ADDITIONS << 3));
    for (; p < end; p += 8) addOne(accumulator, load<f64>(p));
    settle(accumulator);
  }
}

/**
 * Moves the absolute value of the sum to `out`, as 66 words of 32 bits, and leaves 0. Returns 1, or -1 for a
 * negative sum. The counters stay.
 */
export function takeMagnitude(accumulator: usize, out: usize): i32 {
  settle(accumulator);
  const sign = load<i64>(accumulator + ((WORDS - 1) << 3)) < 0 ? -1 : 1;
  if (sign < 0) {
    for (let i: usize = 0; i < WORDS; i++) store<i64>(accumulator + (i << 3), -load<i64>(accumulator + (i << 3)));
    settle(accumulator);
  }
  for (let i: usize = 0; i < WORDS; i++) {
    store<u32>(out + (i << 2), <u32>load<i64>(accumulator + (i << 3)));
    store<i64>(accumulator + (i << 3), 0);
  }
  return sign;
}
