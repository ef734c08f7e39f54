/**
 * Which part of a fit a row belongs to, by the number of its record over all inputs and a seed: the same whatever the
 * threads, the chunks and the other rows are.
 */
import { PART } from "../fit/types.ts";

/** Shares of the rows. */
export interface Shares {
  /** Of all rows. */
  readonly test: number;
  /** Of the training rows that the test part leaves. */
  readonly validation: number;
}

/** What the numbers are drawn for, so that one draw says nothing of another. */
const TEST = 1;
const VALIDATION = 2;
const FOLD = 3;

/** The part of the record with this number, from 1. */
export function partOf(record: number, seed: number, { test, validation }: Shares): number {
  if (draw(record, seed, TEST) < test) return PART.test;
  return isValidation(record, seed, validation) ? PART.validation : PART.train;
}

/** Whether a training row is one of this share that goes to validation. */
export function isValidation(record: number, seed: number, share: number): boolean {
  return draw(record, seed, VALIDATION) < share;
}

/**
 * The fold of the record: each run of `folds` records has one in each fold, in an order drawn for the run, so that
 * folds are of one size.
 */
export function foldOf(record: number, seed: number, folds: number): number {
  const run = Math.floor((record - 1) / folds);
  const place = (record - 1) % folds;
  const order = Array.from({ length: folds }, (_, fold) => fold);
  // Fisher and Yates, by the draws of the run.
  for (let at = folds - 1; at > 0; at--) {
    const other = Math.floor(draw(run * folds + at, seed, FOLD) * (at + 1));
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order[place] as number;
}

/** A number from 0 to below 1, evenly spread over the records. All are whole numbers below 2^53. */
function draw(record: number, seed: number, purpose: number): number {
  let hash = mixed(purpose);
  for (const number of [seed, record]) {
    hash = mixed(hash ^ (number >>> 0));
    hash = mixed(hash ^ Math.floor(number / 2 ** 32));
  }
  return hash / 2 ** 32;
}

/** Each bit of the result depends on all bits: the finaliser of MurmurHash3 (Appleby 2011) after an odd step. */
function mixed(value: number): number {
  let bits = (value + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
