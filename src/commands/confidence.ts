/** The confidence level of intervals, as commands are told it. */
import { InvalidArgumentError, Option } from "commander";

export const DEFAULT_LEVEL = 0.95;

/** Given in percent; comes to a level above 0 and below 1. */
export function confidenceOption(): Option {
  return new Option("--confidence <percent>", "level of the intervals (default: 95)").argParser(level);
}

/** A share that was meant as one is far below the percentages that make sense. */
const LEAST_PERCENT = 1;

function level(text: string): number {
  const percent = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (percent >= LEAST_PERCENT && percent < 100) return Number(`${text}e-2`);
  throw new InvalidArgumentError("expected a percentage from 1 to below 100; 95 is usual");
}
