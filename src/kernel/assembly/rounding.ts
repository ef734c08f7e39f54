/**
 * w * 10^q, correctly rounded to binary64 (nearest, ties to even).
 *
 * `scaled` is Eisel-Lemire: Lemire, "Number parsing at a gigabyte per second" (Software: Practice and Experience
 * 51, 2021), with Mushtak & Lemire, "Fast number parsing without fallback" (ibid. 53, 2023), who prove that 128 bits
 * of the power of five always decide.
 *
 * `fraction` is for w / 10^n with few n, the common case: of the product with the truncated power only the high
 * word is formed, from three of its four 32-bit partial products.
 */
import { POWERS_OF_FIVE, NEGATIVE_POWERS } from "./powers.generated";

/** 10^n as binary64, exact up to 22. */
const TEN = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);

const SMALLEST_POWER: i32 = -342;
const LARGEST_POWER: i32 = 308;

/** w * 10^q; beyond the range of binary64 Infinity or 0. */
export function scaled(w0: u64, q: i32): f64 {
  if (w0 == 0 || q < SMALLEST_POWER) return 0;
  if (q > LARGEST_POWER) return Infinity;
  const zeros = clz(w0);
  const w = w0 << zeros;
  const power = POWERS_OF_FIVE + (<usize>(q - SMALLEST_POWER) << 4);
  const high = load<u64>(power);
  const wl = w & 0xffffffff, wh = w >> 32;
  const bl = high & 0xffffffff, bh = high >> 32;
  const ll = wl * bl;
  const m1 = wh * bl + (ll >> 32);
  const m2 = wl * bh + (m1 & 0xffffffff);
  let hi = wh * bh + (m1 >> 32) + (m2 >> 32);
  let lo = (m2 << 32) | (ll & 0xffffffff);
  if ((hi & 0x1ff) == 0x1ff) {
    // The low word of the power may carry into the bits that round.
    const low = load<u64>(power, 8);
    const cl = low & 0xffffffff, ch = low >> 32;
    const n1 = wh * cl + ((wl * cl) >> 32);
    const n2 = wl * ch + (n1 & 0xffffffff);
    const carry = wh * ch + (n1 >> 32) + (n2 >> 32);
    lo += carry;
    if (carry > lo) hi++;
  }
  const upper = hi >> 63;
  const shift = upper + 9;
  let mantissa = hi >> shift; // 53 bits and the one that rounds
  // floor(log2(10^q)) is (217706 * q) >> 16 for these q.
  let exponent = <i64>(((217706 * q) >> 16) + 63 + 1023) + <i64>upper - <i64>zeros;
  if (exponent <= 0) {
    if (1 - exponent >= 64) return 0;
    mantissa >>= <u64>(1 - exponent);
    mantissa = (mantissa + (mantissa & 1)) >> 1; // no ties among subnormals
    return reinterpret<f64>(mantissa); // 2^52 is the smallest normal number, as it should be
  }
  // Exact ties are possible for these powers only; then down to even.
  if (lo <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && (mantissa << shift) == hi) mantissa &= ~1;
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >= 0x20000000000000) {
    mantissa = 0x10000000000000;
    exponent++;
  }
  if (exponent >= 0x7ff) return Infinity;
  return reinterpret<f64>((mantissa & 0xfffffffffffff) | (<u64>exponent << 52));
}

/** w / 10^n where the truncated product of `fraction` does not decide; n up to 24. */
function undecided(w: u64, n: i32): u64 {
  // Clinger's case: both exact in binary64, one division, one rounding.
  if (w <= 0x20000000000000 && n <= 22) return reinterpret<u64>(<f64>w / load<f64>(TEN + (<usize>n << 3)));
  return reinterpret<u64>(scaled(w, -n));
}

/** 10^n, modulo 2^64. */
@inline
export function powerOfTen(n: i32): u64 {
  return load<u64>(NEGATIVE_POWERS + (<usize>n << 5), 24);
}

/** The bits of w / 10^n, n from 0 to 24. */
@inline
export function fraction(w0: u64, n: i32): u64 {
  const power = NEGATIVE_POWERS + (<usize>n << 5);
  const zeros = clz(w0);
  const w = w0 << zeros;
  const wl = w & 0xffffffff, wh = w >> 32;
  const bl = load<u64>(power), bh = load<u64>(power, 8);
  const hi = wh * bh + ((wh * bl) >> 32) + ((wl * bh) >> 32);
  // Two floors lose less than 1 each, so do the product of the low halves and the truncation of the power: the
  // true product lies in [hi, hi + 4). Unless the 9 bits below the one that rounds are 0 or could carry, that is
  // enough. Where w is 0 they are 0.
  if ((hi & 0x1ff) - 1 >= 0x1fa) return undecided(w0, n);
  const upper = hi >> 63;
  return (((hi >> (upper + 9)) + 1) >> 1) + ((load<u64>(power, 16) + upper - zeros) << 52);
}
