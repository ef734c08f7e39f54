/** The project's accumulators as subjects of the laws. */
import { BinsAccumulator } from "../../src/accumulate/bins.ts";
import { CountAccumulator } from "../../src/accumulate/count.ts";
import { GroupBy, type GroupByState } from "../../src/accumulate/group-by.ts";
import { MaximumAccumulator } from "../../src/accumulate/maximum.ts";
import { MedianAccumulator } from "../../src/accumulate/median.ts";
import type { Rational } from "../../src/accumulate/rational.ts";
import {
  accumulatorFromState,
  createAccumulator,
  registry,
  type TermAccumulator,
} from "../../src/accumulate/registry.ts";
import { Series, type SeriesState } from "../../src/accumulate/series.ts";
import type { AccumulatorState, Batch, FoldColumns } from "../../src/accumulate/types.ts";
import { WeightAccumulator } from "../../src/accumulate/weight.ts";
import { WorstAccumulator } from "../../src/accumulate/worst.ts";
import type { Term, Totals } from "../../src/losses/types.ts";
import { type Row, type Subject, show } from "./laws.ts";

export const BINS = 3;
const of = () => Number.NaN;

/** One term of each kind; a new kind does not compile until it stands here. */
const termOf: { readonly [F in Term["fold"]]: Term & { readonly fold: F } } = {
  sum: { key: "sum", fold: "sum", of },
  "vector-sum": { key: "vector-sum", fold: "vector-sum", of },
  "variance-sum": { key: "variance-sum", fold: "variance-sum", of },
  product: { key: "product", fold: "product", factors: ["label", "prediction"] },
  pair: {
    key: "pair",
    fold: "pair",
    first: { key: "sum", fold: "sum", of },
    second: { key: "other sum", fold: "sum", of },
  },
  maximum: { key: "maximum", fold: "maximum", of },
  "vector-maximum": { key: "vector-maximum", fold: "vector-maximum", of },
  count: { key: "count", fold: "count", of },
  "vector-count": { key: "vector-count", fold: "vector-count", of },
  median: { key: "median", fold: "median", of },
  ranking: { key: "ranking", fold: "ranking" },
  bins: { key: "bins", fold: "bins", bins: BINS, bin: of },
};

const squared = { key: "sum", fold: "sum", of } as const;

export const terms: readonly Term[] = [
  ...Object.values(termOf),
  { key: "single", fold: "product", factors: ["residual"] },
  { key: "square", fold: "pair", first: squared, second: squared },
  { key: "four", fold: "product", factors: ["label", "label", "prediction", "residual"] },
];

/** Subjects of the registry's kinds, and of the weight. */
export function accumulatorSubjects(): Subject<TermAccumulator | WeightAccumulator>[] {
  const kinds = (Object.keys(registry) as Term["fold"][]).map((fold) => termOf[fold]);
  const single = terms.filter((term) => ["single", "square", "four"].includes(term.key));
  const weight: Subject<WeightAccumulator> = {
    name: "weight",
    empty: () => new WeightAccumulator(),
    add: (accumulator, rows) => {
      for (const { rows: n, columns } of batchesOf([terms[0]!], rows)) accumulator.add(columns[0]!, 0, n);
    },
    merge: (into, from) => into.merge(from),
    result: (accumulator) => [text(accumulator.total()), accumulator.rows],
    weightedResult: (accumulator) => text(accumulator.total()),
    state: (accumulator) => accumulator.state(),
    restore: (state) => WeightAccumulator.fromState(state as AccumulatorState),
  };
  return [...[...kinds, ...single].map(termSubject), weight as Subject<TermAccumulator | WeightAccumulator>];
}

function termSubject(term: Term): Subject<TermAccumulator | WeightAccumulator> {
  const subject: Subject<TermAccumulator> = {
    name: term.key,
    empty: () => createAccumulator(term),
    add: (accumulator, rows) => {
      for (const { rows: n, columns, places } of batchesOf([term], rows)) {
        accumulator.add(columns[0]!, 0, n, places);
      }
    },
    merge: (into, from) => into.merge(from),
    result: read,
    ...(term.fold === "count" || term.fold === "vector-count" ? {} : { weightedResult: read }),
    state: (accumulator) => accumulator.state(),
    restore: (state) => accumulatorFromState(term, state as AccumulatorState),
  };
  return subject as Subject<TermAccumulator | WeightAccumulator>;
}

function read(accumulator: TermAccumulator): unknown {
  if (accumulator instanceof MaximumAccumulator) return accumulator.value;
  if (accumulator instanceof CountAccumulator) return accumulator.count;
  if (accumulator instanceof MedianAccumulator) return [accumulator.median(), ...accumulator.within(2)];
  if (accumulator instanceof BinsAccumulator) return accumulator.gaps().map(text);
  if ("concordance" in accumulator) {
    // Weights scale both sides of the fraction, which is not kept in lowest terms.
    const share = accumulator.concordance();
    return [
      share.toNumber(),
      share.sqrt(),
      accumulator.averagePrecision().toNumber(),
      accumulator.concordanceVariance().toNumber(),
    ];
  }
  return text(accumulator.total());
}

/** The costs are the result; which of two rows that cost the same is kept is a matter of place. */
export function worstSubject(limit: number): Subject<WorstAccumulator> {
  return {
    name: `worst ${limit}`,
    empty: () => new WorstAccumulator(limit),
    add: (accumulator, rows) => {
      for (const { rows: n, columns, places } of batchesOf([terms[0]!], rows)) {
        const fields = (row: number) => [`at ${places.line(row)}`, null];
        accumulator.add(columns[0]!, 0, n, { ...places, fields });
      }
    },
    merge: (into, from) => into.merge(from),
    // + 0 makes 0 of -0, which costs as much.
    result: (accumulator) => accumulator.rows().map(({ value, weight }) => value * weight + 0),
    state: (accumulator) => accumulator.state(),
    restore: (state) => WorstAccumulator.fromState(state as AccumulatorState, limit),
  };
}

export const seriesSubject: Subject<Series> = {
  name: "series",
  empty: () => new Series(terms),
  add: (series, rows) => {
    for (const batch of batchesOf(terms, rows)) series.add(batch);
  },
  merge: (into, from) => into.merge(from),
  result: (series) => readTotals(series.totals()),
  state: (series) => series.state(),
  restore: (state) => Series.fromState(state as SeriesState, terms),
};

export const groupBySubject: Subject<GroupBy> = {
  name: "group-by",
  empty: () => new GroupBy(terms),
  add: (groupBy, rows) => {
    for (const part of byFile(rows)) {
      const groups = Int32Array.from(part, (row) => groupBy.group([row.key, `${row.third}`]));
      groupBy.add(batchOf(terms, part), groups);
      part.forEach((row, i) => {
        if (row.weight > 2) groupBy.slices[groups[i]!]!.rows.skip(row.weight > 3 ? "missing" : "infinite", 1);
      });
    }
  },
  merge: (into, from) => into.merge(from),
  result: (groupBy) => {
    const slices = groupBy.slices.map(({ key, rows, series }) => ({
      key,
      rows: rows.state(),
      totals: readTotals(series.totals()),
    }));
    return [slices.map(show).sort(), readTotals(groupBy.total().series.totals())];
  },
  state: (groupBy) => groupBy.state(),
  restore: (state) => GroupBy.fromState(state as GroupByState, terms),
};

function readTotals(totals: Totals): unknown {
  return [totals.rows, text(totals.weight as Rational), ...terms.map((term) => readTerm(totals, term))];
}

function readTerm(totals: Totals, { key, fold }: Term): unknown {
  switch (fold) {
    case "sum":
    case "vector-sum":
    case "variance-sum":
    case "product":
    case "pair":
      return text(totals.sum(key) as Rational);
    case "maximum":
    case "vector-maximum":
      return totals.maximum(key);
    case "count":
    case "vector-count":
      return totals.count(key);
    case "median":
      return totals.median(key);
    case "ranking":
      return [totals.concordance(key).toNumber(), totals.averagePrecision(key).toNumber()];
    case "bins":
      return totals.bins(key).map((gap) => text(gap as Rational));
  }
}

/** Every bit of a fraction. */
export function text({ numerator, denominator, exponent }: Rational): string {
  return `${numerator}/${denominator}*2^${exponent}`;
}

/** Rows of one file, in its order, are a batch. */
export function batchesOf(terms: readonly Term[], rows: readonly Row[]): Batch[] {
  return byFile(rows).map((part) => batchOf(terms, part));
}

function byFile(rows: readonly Row[]): Row[][] {
  const files = [...new Set(rows.map((row) => row.file))];
  return files.map((file) => rows.filter((row) => row.file === file).sort((a, b) => a.line - b.line));
}

function batchOf(terms: readonly Term[], rows: readonly Row[]): Batch {
  const column = (of: (row: Row) => number) => Float64Array.from(rows, of);
  const first = column((row) => row.first);
  const second = column((row) => row.second);
  const third = column((row) => row.third);
  const weights = rows.every((row) => row.weight === 1) ? null : column((row) => row.weight);
  const columnsOf = (term: Term): FoldColumns => {
    const two = ["ranking", "bins", "product", "pair", "four"].includes(term.key);
    const fourth = term.key === "four" ? first : null;
    return {
      first,
      second: two ? second : null,
      third: term.key === "bins" || term.key === "four" ? third : null,
      fourth,
      weights,
    };
  };
  return {
    rows: rows.length,
    columns: terms.map(columnsOf),
    places: { file: rows[0]?.file ?? 0, line: (row) => rows[row]!.line },
  };
}
