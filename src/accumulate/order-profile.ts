/**
 * The weighted mean of a value over the rows as they stand in the files: exact sums in runs of lines. A run is as many
 * lines long as the smallest power of two with which the lines of a file fit into so many runs.
 */
import { addProducts } from "./exact-products.ts";
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns, RowPlaces } from "./types.ts";

const KIND = "order-profile";
const VERSION = 1;
/** Of one file; many files share twice as many as sixteen have. */
const RUNS = 128;
const RUNS_OF_ALL = 32 * RUNS;

export interface OrderProfileState extends AccumulatorState {
  readonly files: number;
  readonly profiles: readonly {
    readonly file: number;
    /** A run has 2^exponent lines. */
    readonly exponent: number;
    readonly runs: readonly {
      readonly run: number;
      readonly rows: number;
      readonly sum: ExactSumState;
      readonly weight: ExactSumState;
    }[];
  }[];
}

/** Rows from `line` on, and before `line + lines`. */
export interface OrderRun {
  /** Index among the inputs. */
  readonly file: number;
  readonly line: number;
  readonly lines: number;
  readonly rows: number;
  readonly weight: number;
  /** Weighted mean; infinite where a value is. NaN where infinities cancel. */
  readonly mean: number;
}

interface Run {
  rows: number;
  readonly sum: ExactSum;
  readonly weight: ExactSum;
}

interface Profile {
  exponent: number;
  runs: Map<number, Run>;
}

export class OrderProfileAccumulator implements Accumulator {
  readonly kind = KIND;
  readonly files: number;
  readonly #limit: number;
  readonly #profiles = new Map<number, Profile>();

  /** `files` is the number of inputs. */
  constructor(files: number) {
    this.files = files;
    this.#limit = Math.max(1, Math.min(RUNS, Math.floor(RUNS_OF_ALL / files)));
  }

  /** Folds `first`; lines ascend with the rows. */
  add({ first, weights }: FoldColumns, from: number, to: number, places: RowPlaces): void {
    if (to <= from) return;
    const profile = this.#profile(places.file);
    this.#cover(profile, places.line(to - 1));
    const runOf = (row: number) => Math.floor(places.line(row) / 2 ** profile.exponent);
    for (let start = from; start < to; ) {
      const number = runOf(start);
      const end = runOf(to - 1) === number ? to : firstBeyond(start, to - 1, (row) => runOf(row) > number);
      const run = runAt(profile, number);
      run.rows += end - start;
      if (weights === null) {
        run.sum.addRange(first, start, end);
        run.weight.add(end - start);
      } else {
        addProducts(run.sum, weights, first, start, end);
        run.weight.addRange(weights, start, end);
      }
      start = end;
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof OrderProfileAccumulator && other.files === this.files, KIND, other);
    for (const [file, { exponent, runs }] of other.#profiles) {
      const profile = this.#profile(file);
      while (profile.exponent < exponent) coarsen(profile);
      for (const [number, run] of [...runs]) {
        this.#cover(profile, number * 2 ** exponent);
        addRun(runAt(profile, Math.floor(number / 2 ** (profile.exponent - exponent))), run);
      }
    }
  }

  /** By file and line. */
  runs(): OrderRun[] {
    return this.#sorted().flatMap(({ file, exponent, runs }) =>
      runs.map(([number, { rows, sum, weight }]) => ({
        file,
        line: number * 2 ** exponent,
        lines: 2 ** exponent,
        rows,
        weight: weight.value(),
        mean: sum.exact().over(weight.exact()).toNumber(),
      })),
    );
  }

  state(): OrderProfileState {
    const profiles = this.#sorted().map(({ file, exponent, runs }) => ({
      file,
      exponent,
      runs: runs.map(([run, { rows, sum, weight }]) => ({
        run,
        rows,
        sum: sum.state(),
        weight: weight.state(),
      })),
    }));
    return { kind: KIND, version: VERSION, files: this.files, profiles };
  }

  /** @throws StateError on another kind, version or number of files. */
  static fromState(state: AccumulatorState, files: number): OrderProfileAccumulator {
    expectState(state, KIND, VERSION);
    if (state.files !== files || !Array.isArray(state.profiles))
      throw new StateError(`expected profiles of ${files} files`);
    const accumulator = new OrderProfileAccumulator(files);
    for (const { file, exponent, runs } of (state as OrderProfileState).profiles) {
      const restored = runs.map(({ run, rows, sum, weight }): [number, Run] => [
        run,
        { rows, sum: ExactSum.fromState(sum), weight: ExactSum.fromState(weight) },
      ]);
      accumulator.#profiles.set(file, { exponent, runs: new Map(restored) });
    }
    return accumulator;
  }

  #profile(file: number): Profile {
    let profile = this.#profiles.get(file);
    if (profile === undefined) {
      profile = { exponent: 0, runs: new Map() };
      this.#profiles.set(file, profile);
    }
    return profile;
  }

  #cover(profile: Profile, line: number): void {
    while (line / 2 ** profile.exponent >= this.#limit) coarsen(profile);
  }

  #sorted(): { file: number; exponent: number; runs: [number, Run][] }[] {
    return [...this.#profiles]
      .sort(([a], [b]) => a - b)
      .map(([file, { exponent, runs }]) => ({ file, exponent, runs: [...runs].sort(([a], [b]) => a - b) }));
  }
}

/** Two runs become one: the second goes into the first, or in its place. */
function coarsen(profile: Profile): void {
  profile.exponent++;
  const { runs } = profile;
  profile.runs = new Map();
  for (const [number, run] of runs) {
    const half = Math.floor(number / 2);
    const first = profile.runs.get(half);
    if (first === undefined) profile.runs.set(half, run);
    else addRun(first, run);
  }
}

function runAt({ runs }: Profile, number: number): Run {
  let run = runs.get(number);
  if (run === undefined) {
    run = { rows: 0, sum: new ExactSum(), weight: new ExactSum() };
    runs.set(number, run);
  }
  return run;
}

function addRun(target: Run, { rows, sum, weight }: Run): void {
  target.rows += rows;
  target.sum.merge(sum);
  target.weight.merge(weight);
}

/** The first row of which `beyond` is true: false for `from`, true for `last`, true from somewhere between on. */
function firstBeyond(from: number, last: number, beyond: (row: number) => boolean): number {
  let [no, yes] = [from, last];
  while (yes - no > 1) {
    const middle = (no + yes) >> 1;
    if (beyond(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
