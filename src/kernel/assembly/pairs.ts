/**
 * Rows by the cell that a pair of numbers (a, b), and its difference b - a, falls into: counts on grids of dyadic bins,
 * and pairs whose hash is small. A bin is the number's size times a power of two, cut off; of a number below 0 the
 * complement of that. -0 is 0 here.
 */

/** Bins of a fine and of a coarse axis, as powers of two. */
const COARSE: i32 = 7;

@inline
function number(address: usize): v128 {
  return f64x2.add(v128.load(address), f64x2.splat(0));
}

/**
 * Writes the differences of `count` pairs (an even number), and to `ranges` the least and the largest of a, of b and of
 * the differences. Returns 1 if all are finite, else 0.
 */
export function differences(a: usize, b: usize, count: i32, out: usize, ranges: usize): i32 {
  const infinity = f64x2.splat(Infinity), negative = f64x2.splat(-Infinity);
  let a0 = infinity, a1 = negative, b0 = infinity, b1 = negative, d0 = infinity, d1 = negative;
  let rest = f64x2.splat(0);
  const bytes = <usize>count << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = number(a + i), y = number(b + i);
    const d = f64x2.sub(y, x);
    v128.store(out + i, d);
    rest = v128.or(rest, f64x2.sub(d, d));
    a0 = f64x2.pmin(a0, x); a1 = f64x2.pmax(a1, x);
    b0 = f64x2.pmin(b0, y); b1 = f64x2.pmax(b1, y);
    d0 = f64x2.pmin(d0, d); d1 = f64x2.pmax(d1, d);
  }
  storeRange(ranges, a0, a1);
  storeRange(ranges + 16, b0, b1);
  storeRange(ranges + 32, d0, d1);
  // Only what is infinite or no number is not 0 less itself.
  return i32(!v128.any_true(rest));
}

@inline
function storeRange(range: usize, least: v128, most: v128): void {
  store<f64>(range, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)));
  store<f64>(range, max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)), 8);
}

/** Bins of four numbers. */
@inline
function binsOf(x: v128, y: v128, scale: v128): v128 {
  const first = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.abs(x), scale));
  const second = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.abs(y), scale));
  const signs = i32x4.shr_s(v128.shuffle<i32>(x, y, 1, 3, 5, 7), 31);
  return v128.xor(v128.shuffle<i64>(first, second, 0, 2), signs);
}

@inline
function countOne(counts: usize, place: i32): void {
  const address = counts + (<usize>place << 2);
  store<u32>(address, load<u32>(address) + 1);
}

/**
 * Counts `count` pairs and their differences `d`: the differences in `fine`, (a, b) and (b, difference) in cells of
 * 2^COARSE by 2^COARSE places. All numbers have places. A coarse bin of a difference is 2^shift fine ones. Columns have
 * room for four more rows.
 */
export function countPairs(
  a: usize, b: usize, d: usize, count: i32, scaleA: f64, baseA: i32, scaleB: f64, baseB: i32, scaleD: f64, baseD: i32,
  shift: i32, coarseBase: i32, fine: usize, pairs: usize, bySecond: usize,
): void {
  const sa = f64x2.splat(scaleA), sb = f64x2.splat(scaleB), sd = f64x2.splat(scaleD);
  const oa = i32x4.splat(baseA), ob = i32x4.splat(baseB), od = i32x4.splat(baseD), oc = i32x4.splat(coarseBase);
  const bytes = <usize>count << 3;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const binA = i32x4.sub(binsOf(number(a + i), number(a + i + 16), sa), oa);
    const binB = i32x4.sub(binsOf(number(b + i), number(b + i + 16), sb), ob);
    const binD = binsOf(v128.load(d + i), v128.load(d + i, 16), sd);
    const places = i32x4.sub(binD, od);
    const cells = i32x4.add(i32x4.shl(binB, COARSE), binA);
    const others = i32x4.add(i32x4.shl(i32x4.sub(i32x4.shr_s(binD, shift), oc), COARSE), binB);
    countOne(fine, i32x4.extract_lane(places, 0)); countOne(fine, i32x4.extract_lane(places, 1));
    countOne(fine, i32x4.extract_lane(places, 2)); countOne(fine, i32x4.extract_lane(places, 3));
    countOne(pairs, i32x4.extract_lane(cells, 0)); countOne(pairs, i32x4.extract_lane(cells, 1));
    countOne(pairs, i32x4.extract_lane(cells, 2)); countOne(pairs, i32x4.extract_lane(cells, 3));
    countOne(bySecond, i32x4.extract_lane(others, 0)); countOne(bySecond, i32x4.extract_lane(others, 1));
    countOne(bySecond, i32x4.extract_lane(others, 2)); countOne(bySecond, i32x4.extract_lane(others, 3));
  }
  for (; i < bytes; i += 8) {
    const placeA = bin(load<f64>(a + i), scaleA) - baseA;
    const placeB = bin(load<f64>(b + i), scaleB) - baseB;
    const binD = bin(load<f64>(d + i), scaleD);
    countOne(fine, binD - baseD);
    countOne(pairs, (placeB << COARSE) + placeA);
    countOne(bySecond, (((binD >> shift) - coarseBase) << COARSE) + placeB);
  }
}

@inline
function bin(value: f64, scale: f64): i32 {
  const size = i32(abs(value) * scale);
  return value < 0 ? ~size : size;
}

@inline
function times(x: v128, factor: i32): v128 {
  return i32x4.mul(x, i32x4.splat(factor));
}

/** Hashes of four pairs: 32 bits at a time; multipliers and last steps are those of MurmurHash3 (Appleby, public domain). */
@inline
function hashes(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  const lowA = v128.shuffle<i32>(a0, a1, 0, 2, 4, 6), highA = v128.shuffle<i32>(a0, a1, 1, 3, 5, 7);
  const lowB = v128.shuffle<i32>(b0, b1, 0, 2, 4, 6), highB = v128.shuffle<i32>(b0, b1, 1, 3, 5, 7);
  const first = times(i32x4.add(lowA, times(highA, 0x9e3779b1)), 0x85ebca6b);
  const second = times(i32x4.add(lowB, times(highB, 0xc2b2ae35)), 0x27d4eb2f);
  const turned = v128.or(i32x4.shl(second, 13), i32x4.shr_u(second, 19));
  let hash = v128.xor(v128.xor(first, i32x4.shr_u(first, 15)), turned);
  hash = times(hash, 0x85ebca6b);
  hash = v128.xor(hash, i32x4.shr_u(hash, 13));
  hash = times(hash, 0xc2b2ae35);
  return v128.xor(hash, i32x4.shr_u(hash, 16));
}

/**
 * Writes to `rows` which of `count` pairs have a hash of at most `limit`, and to `out` those hashes. Returns how many.
 * Columns have room for four more rows.
 */
export function smallHashes(a: usize, b: usize, count: i32, limit: i32, rows: usize, out: usize): i32 {
  const most = i32x4.splat(limit);
  let found: usize = 0;
  for (let row: i32 = 0; row < count; row += 4) {
    const at = <usize>row << 3;
    const hash = hashes(v128.load(a + at), v128.load(a + at, 16), v128.load(b + at), v128.load(b + at, 16));
    const small = i32x4.bitmask(i32x4.le_u(hash, most));
    if (small == 0) continue;
    for (let lane: i32 = 0; lane < 4; lane++) {
      if (row + lane >= count || ((small >> lane) & 1) == 0) continue;
      store<i32>(rows + (found << 2), row + lane);
      store<u32>(out + (found << 2), lane < 2 ?
        (lane == 0 ? i32x4.extract_lane(hash, 0) : i32x4.extract_lane(hash, 1)) :
        (lane == 2 ? i32x4.extract_lane(hash, 2) : i32x4.extract_lane(hash, 3)));
      found++;
    }
  }
  return <i32>found;
}
