/** Tails of the binomial distribution, and the sign test. */
import { incompleteBeta } from "./incomplete-beta.ts";
import { normalCdf, normalTail } from "./normal.ts";

/** The effort of the exact tails grows with the root of the trials; beyond these it would be felt, and at last endless. */
const MANY = 1e14;

/**
 * P(X >= successes) of `trials` with probability `p` each; whole numbers from 0, `p` from 0 to 1. Of more than 1e14 trials
 * by the normal distribution, which then is off by no more than some 1e-6 of the probability (1e-12 for p = 1/2).
 */
export function binomialTail(successes: number, trials: number, p: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  if (trials > MANY) return normalTail(score(successes - 0.5, trials, p));
  return incompleteBeta(p, 1 - p, successes, trials - successes + 1);
}

/** P(X <= successes). */
export function binomialCdf(successes: number, trials: number, p: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  if (trials > MANY) return normalCdf(score(successes + 0.5, trials, p));
  return incompleteBeta(1 - p, p, trials - successes, successes + 1);
}

/** How many standard deviations above the mean. */
function score(successes: number, trials: number, p: number): number {
  return (successes - trials * p) / Math.sqrt(trials * p * (1 - p));
}

/**
 * The two-sided p value of `wins` against `losses` where both are as likely: exact, ties left out by the caller. It is
 * McNemar's exact test too, of the rows that only one of two classifiers gets right. 1 where there is neither.
 */
export function signTest(wins: number, losses: number): number {
  // Each half of the distribution is a half, whatever rounding makes of it.
  if (Math.abs(wins - losses) <= 1) return 1;
  return Math.min(1, 2 * binomialTail(Math.max(wins, losses), wins + losses, 0.5));
}
