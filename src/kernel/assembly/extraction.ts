/** What sums by error-free extraction share; `sum` says how it works. */
import { addOne } from "./superaccumulator";

/** A level takes numbers so many bits, and one, below it: as many additions as a run has keep their last bit. */
export const HEADROOM: i32 = 12;
/** Bits from one level to the next. */
export const LEVEL: i32 = 41;

/** 1.5 * 2^s of a biased exponent s: what is added and taken off again rounds to a multiple of its last bit. */
@inline
export function sigma(exponent: i32): f64 {
  return reinterpret<f64>(<u64>exponent << 52 | 0x8000000000000);
}

/** Adds both numbers to the accumulator. */
@inline
export function addLanes(accumulator: usize, lanes: v128): void {
  addOne(accumulator, f64x2.extract_lane(lanes, 0));
  addOne(accumulator, f64x2.extract_lane(lanes, 1));
}

/** Adds what three levels leave of each value. The largest leave nothing: with these, a run has fewer than 2^11 additions. */
export function addRest(accumulator: usize, from: usize, to: usize, first: f64, second: f64, third: f64): void {
  for (let p = from; p < to; p += 8) {
    let x = load<f64>(p);
    x -= (x + first) - first;
    x -= (x + second) - second;
    x -= (x + third) - third;
    if (x != 0) addOne(accumulator, x);
  }
}
