/**
 * Exact sums of the products of every two of many columns: error-free slices and plain products (after Ozaki, Ogita,
 * Oishi & Rump, "Error-free transformations of matrix multiplication by using fast routines of matrix
 * multiplication", Numer. Algorithms 59, 2012).
 *
 * With E such that a column's |x| < 2^E in a run, x = h + m + l: h a multiple of 2^(E-22), m of 2^(E-45), l of
 * 2^(E-68), each at most 2^22 of its units, without error unless x has bits below 2^(E-68), that is unless it is both
 * below 2^(E-16) and long. A product of two slices is at most 2^44 units, and the at most three products of a row
 * that have the same unit, over the 128 rows of a run, at most 2^53 units: so they are added up as plain binary64
 * without error, and five sums a run and pair go to the pair's superaccumulator.
 */
import { addOne, settle } from "./superaccumulator";

/** Rows of a run, at most. */
const RUN: usize = 128;
/** Bytes of a slice, and of the three of a column. */
const SLICE: usize = RUN << 3;
const SLICES: usize = 3 * SLICE;
/** Biased exponents of a column's largest number between which no product of slices over- or underflows. */
const LARGEST_EXPONENT: i32 = 1500;
const SMALLEST_EXPONENT: i32 = 640;
/** From the biased exponent of the largest number to that of the 1.5 * 2^s that rounds to the first slice's unit. */
const FIRST: i32 = 31;
/** Bits of a slice. */
const STEP: i32 = 23;
/** Bytes of a superaccumulator with its counters. */
const ACCUMULATOR: usize = 69 << 3;

@inline
function sigma(exponent: i32): v128 {
  return f64x2.splat(reinterpret<f64>(<u64>exponent << 52 | 0x8000000000000));
}

/**
 * Slices a column, and leaves in `rest`, row by row, bits that are not 0 where slices do not suffice. Returns the number
 * of slices with anything in them, at least 1; 0 where it can't be done.
 */
function slice(column: usize, bytes: usize, slices: usize, rest: usize): i32 {
  let largest = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) largest = f64x2.pmax(largest, f64x2.abs(v128.load(column + i)));
  const exponent = <i32>(reinterpret<u64>(max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))) >> 52);
  if (exponent == 0) {
    // Zeros; what is smaller than any normal number is left to others, and NaN, which is lost in a maximum.
    let all = largest;
    for (let i: usize = 0; i < bytes; i += 16) all = v128.or(all, v128.load(column + i));
    if (v128.any_true(i64x2.shl(all, 1))) return 0;
    memory.fill(slices, 0, SLICES);
    return 1;
  }
  if (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT) return 0;
  const s1 = sigma(exponent + FIRST), s2 = sigma(exponent + FIRST - STEP), s3 = sigma(exponent + FIRST - 2 * STEP);
  let second = f64x2.splat(0), third = second;
  for (let i: usize = 0; i < bytes; i += 16) {
    let x = v128.load(column + i);
    const h = f64x2.sub(f64x2.add(x, s1), s1);
    x = f64x2.sub(x, h);
    const m = f64x2.sub(f64x2.add(x, s2), s2);
    x = f64x2.sub(x, m);
    const l = f64x2.sub(f64x2.add(x, s3), s3);
    x = f64x2.sub(x, l);
    v128.store(slices + i, h);
    v128.store(slices + i, m, SLICE);
    v128.store(slices + i, l, 2 * SLICE);
    second = v128.or(second, m);
    third = v128.or(third, l);
    v128.store(rest + i, v128.or(v128.load(rest + i), i64x2.shl(x, 1)));
  }
  if (v128.any_true(i64x2.shl(third, 1))) return 3;
  return v128.any_true(i64x2.shl(second, 1)) ? 2 : 1;
}

@inline
function addSum(accumulator: usize, sum: v128): void {
  const value = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (value != 0) addOne(accumulator, value);
}

/** Columns of which one has one slice: the products of that with the slices of the other. */
function addNarrow(a: usize, b: usize, count: i32, bytes: usize, accumulator: usize): void {
  for (let s: i32 = 0; s < count; s++, b += SLICE) {
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(a + i), v128.load(b + i)));
    addSum(accumulator, sum);
  }
}

function addWide(a: usize, b: usize, bytes: usize, accumulator: usize): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const a0 = v128.load(a + i), a1 = v128.load(a + i, SLICE), a2 = v128.load(a + i, 2 * SLICE);
    const b0 = v128.load(b + i), b1 = v128.load(b + i, SLICE), b2 = v128.load(b + i, 2 * SLICE);
    s0 = f64x2.add(s0, f64x2.mul(a0, b0));
    s1 = f64x2.add(s1, f64x2.add(f64x2.mul(a0, b1), f64x2.mul(a1, b0)));
    s2 = f64x2.add(s2, f64x2.add(f64x2.add(f64x2.mul(a0, b2), f64x2.mul(a2, b0)), f64x2.mul(a1, b1)));
    s3 = f64x2.add(s3, f64x2.add(f64x2.mul(a1, b2), f64x2.mul(a2, b1)));
    s4 = f64x2.add(s4, f64x2.mul(a2, b2));
  }
  addSum(accumulator, s0); addSum(accumulator, s1); addSum(accumulator, s2); addSum(accumulator, s3); addSum(accumulator, s4);
}

/** Columns i of `firsts` times columns j >= i of `seconds`, slices and their numbers both, in the order of `cross`. */
function addPairs(
  firsts: usize, firstCounts: usize, seconds: usize, secondCounts: usize, columns: i32, bytes: usize, sums: usize,
): void {
  for (let i: i32 = 0; i < columns; i++) {
    const a = firsts + <usize>i * SLICES;
    const count = load<i32>(firstCounts + (<usize>i << 3));
    for (let j = i; j < columns; j++) {
      const b = seconds + <usize>j * SLICES;
      const other = load<i32>(secondCounts + (<usize>j << 3));
      if (count == 1) addNarrow(a, b, other, bytes, sums);
      else if (other == 1) addNarrow(b, a, count, bytes, sums);
      else addWide(a, b, bytes, sums);
      sums += ACCUMULATOR;
    }
  }
}

/**
 * Adds the products of columns i <= j over a run of `rows` (an even number, at most 128) to the superaccumulators from
 * `sums` on, in the order of (0, 0), (0, 1) … (1, 1), (1, 2) …. Column i stands at values + i * stride. With 3 `sets`
 * instead of 1 two more of as many columns follow, whose sum takes the place of the first factor: weighted columns as
 * two numbers. `work` has room for three slices of each column and a word. Rows that slices can't hold are not added:
 * for them, and only for them, the word of the row in `rest` (128 words) is not 0. Returns how many they are, or -1 if
 * nothing was added since a column is out of range.
 */
export function cross(
  values: usize, stride: usize, columns: i32, sets: i32, rows: i32, work: usize, rest: usize, sums: usize,
): i32 {
  const bytes = <usize>rows << 3;
  const all = sets * columns;
  const counts = work + <usize>all * SLICES;
  memory.fill(rest, 0, SLICE);
  for (let i: i32 = 0; i < all; i++) {
    const count = slice(values + <usize>i * stride, bytes, work + <usize>i * SLICES, rest);
    if (count == 0) return -1;
    store<i32>(counts + (<usize>i << 3), count);
  }
  let left: i32 = 0;
  for (let at: usize = 0; at < bytes; at += 8) {
    if (load<u64>(rest + at) == 0) continue;
    left++;
    for (let i: i32 = 0; i < 3 * all; i++) store<f64>(work + <usize>i * SLICE + at, 0);
  }
  for (let set: i32 = sets == 1 ? 0 : 1; set < sets; set++) {
    const from = <usize>(set * columns);
    addPairs(work + from * SLICES, counts + (from << 3), work, counts, columns, bytes, sums);
  }
  return left;
}

/** Moves the carries of `count` superaccumulators from `sums` on; each takes 2^20 additions before. */
export function settleAll(sums: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i++) settle(sums + <usize>i * ACCUMULATOR);
}
