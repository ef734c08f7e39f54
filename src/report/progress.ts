/** One line on standard error while something takes its time. It is a terminal's: it rewrites itself and is gone at the end. */

import { visible } from "../visible.ts";
import { shorten } from "./columns.ts";

/** A run shorter than this shows nothing, and the line changes no oftener than the eye follows (milliseconds). */
const PATIENCE = 500;
const INTERVAL = 100;

const BAR = 20;
const CLEAR_LINE = "\r\u001B[K";

export interface ProgressState {
  /** What is being read. */
  readonly what: string;
  readonly bytes: number;
  /** Of all inputs; null where it can't be known (a pipe). */
  readonly totalBytes: number | null;
  readonly rows: number;
}

export interface Progress<State = ProgressState> {
  /** To be called often; nearly always it does nothing. */
  update(state: State): void;
  /** Erases the line. */
  end(): void;
}

/** What progress needs of a stream. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Of what is read. */
export function createProgress(
  stream: ProgressStream,
  options: ProgressOptions,
  now?: () => number,
): Progress {
  return createStatusLine(stream, options, progressLine, now);
}

/**
 * Silent unless the stream is a terminal that can erase, outside CI, and nobody asked for quiet. `line` is what it shows,
 * after so many seconds, in at most so many columns. `now` in milliseconds.
 */
export function createStatusLine<State>(
  stream: ProgressStream,
  options: ProgressOptions,
  line: (state: State, seconds: number, width: number) => string,
  now: () => number = () => performance.now(),
): Progress<State> {
  const { quiet, env } = options;
  if (quiet || stream.isTTY !== true || env.CI || env.TERM === "dumb") return { update() {}, end() {} };
  const start = now();
  let due = start + PATIENCE;
  let shown = false;
  return {
    update(state) {
      const time = now();
      if (time < due) return;
      due = time + INTERVAL;
      shown = true;
      // A line as wide as the terminal would move to the next one; a width of 0 is an unknown one.
      stream.write(
        `\r${line(state, (time - start) / 1000, (stream.columns || 80) - 1)}${CLEAR_LINE.slice(1)}`,
      );
    },
    end() {
      if (shown) stream.write(CLEAR_LINE);
      shown = false;
      due = Number.POSITIVE_INFINITY;
    },
  };
}

/** What, bar, percent, rate, time left, rows, in at most `width` columns: what matters least goes first. */
export function progressLine(state: ProgressState, seconds: number, width: number): string {
  const { bytes, totalBytes, rows } = state;
  const speed = bytes / seconds;
  const rate = `${scaled(speed, 1e6)} MB/s`;
  const counted = rows < 1e6 ? `${rows} rows` : `${scaled(rows, 1e6)}M rows`;
  const what = shorten(visible(state.what), Math.max(8, Math.floor(width / 3)), most);
  const candidates: string[][] = [];
  if (totalBytes === null) {
    const read = `${scaled(bytes, 1e6)} MB`;
    candidates.push([what, read, rate, counted], [what, read, rate], [read, rate], [read]);
  } else {
    const share = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    const left = speed > 0 ? `${duration((totalBytes - bytes) / speed)} left` : "";
    candidates.push(
      [what, bar(share), percent, rate, left, counted],
      [what, bar(share), percent, rate, left],
      [what, bar(share), percent, left],
      [what, percent, left],
      [percent, left],
      [percent],
    );
  }
  const lines = candidates.map((parts) => parts.filter((part) => part !== "").join("  "));
  const wide = most(what) - [...what].length;
  return lines.find((line) => [...line].length <= width - wide) ?? "";
}

/** The most columns that a text can take: an exact count costs more to load than it is worth here. */
function most(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > "~" ? 2 : 1), 0);
}

function bar(share: number): string {
  const full = Math.floor(share * BAR);
  return "█".repeat(full) + "░".repeat(BAR - full);
}

/** Whole numbers from 10 on, else one decimal. */
function scaled(value: number, unit: number): string {
  const number = value / unit;
  return number < 10 ? number.toFixed(1) : number.toFixed(0);
}

/** `42 s`, `3 min 05 s`, `1 h 02 min`. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (number: number): string => String(number).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}
