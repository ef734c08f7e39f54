/**
 * A comparison of models as plain data: what margins judge and reporters print, `lossctl.compare/1` in JSON. Models are
 * compared with one of them, the reference, on the same rows. Numbers are as in `types.ts`: also infinite, or null with
 * a reason. Objects keyed by texts of the user have no prototype: make them with `dictionary`.
 */
import type {
  BootstrapSummary,
  ConfidenceInterval,
  ReportColumns,
  SkipReason,
  SliceTexts,
  Verdict,
} from "./types.ts";

export type { ConfidenceInterval } from "./types.ts";

export interface CompareReport {
  readonly schema: "lossctl.compare/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** As named on the command line; `-` is standard input. */
  readonly inputs: readonly string[];
  /** Their names, in the order given. */
  readonly models: readonly string[];
  /** The model that the others are held against. */
  readonly reference: string;
  readonly columns: CompareColumns;
  readonly dialect?: string;
  readonly rows: PairedRowCounts;
  /** Of the intervals, between 0 and 1. */
  readonly level: number;
  /** Lags of the long-run variance; absent where rows count as independent. */
  readonly lags?: number;
  /** Where intervals and p values come from, if not from formulas. */
  readonly bootstrap?: BootstrapSummary;
  /** By loss key, in the order asked for. */
  readonly losses: LossComparisons;
  /** Sorted by their texts; empty without `--by`. */
  readonly slices: readonly ComparedSlice[];
  /** What the slices add to the total differences, by loss and model in their order, the largest first. */
  readonly contributions: readonly Contribution[];
  readonly gates: readonly MarginResult[];
  readonly verdict: Verdict | null;
}

/** Column names; those of predictions by model. */
export interface CompareColumns {
  readonly label: ReportColumns["label"];
  readonly prediction: Readonly<Record<string, string | readonly string[]>>;
  readonly weight: string | null;
  readonly variance?: string;
  readonly level?: string;
  readonly levels?: readonly number[];
  /** What rows of several files are joined by. */
  readonly id?: string;
  readonly by: readonly string[];
  readonly labelCoding?: "0/1" | "-1/1";
}

/** Where rows are joined: an id that one of the files lacks, or that one of them has twice. */
export type PairedSkipReason = SkipReason | "unmatchedId" | "duplicateId";

/** read = used + the sum of skipped, which has only the reasons that occur. A row is one of the pairs. */
export interface PairedRowCounts {
  readonly read: number;
  readonly used: number;
  readonly skipped: Readonly<Partial<Record<PairedSkipReason, number>>>;
}

export type LossComparisons = Readonly<Record<string, LossComparison>>;

export interface LossComparison {
  /** Which values are better: low ones, high ones, or those near 0. */
  readonly better: "lower" | "higher" | "zero";
  /** By model. */
  readonly values: Readonly<Record<string, number | null>>;
  /** Why models have no value; absent where all have one. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** One for each model but the reference, in their order. */
  readonly differences: readonly Difference[];
}

/** A model against the reference. */
export interface Difference {
  readonly model: string;
  readonly reference: string;
  /** Value of the model less that of the reference. */
  readonly difference: number | null;
  readonly reason?: string;
  readonly standardError: number | null;
  readonly interval: ConfidenceInterval | null;
  /** Why there is no standard error, interval and p value; there if and only if there is no interval. */
  readonly intervalReason?: string;
  /** The difference as a share of the reference's value without its sign. */
  readonly relative: number | null;
  readonly relativeReason?: string;
  /** Two-sided, of the hypothesis that there is no difference. */
  readonly pValue: number | null;
  /** Corrected for the number of models (Holm); absent for two. */
  readonly adjustedPValue?: number | null;
  /** Row by row; absent where a value is not made of losses of rows. */
  readonly rowWins?: RowWins;
  /** Of rows that are right or wrong: the exact test of McNemar. */
  readonly mcnemar?: PairTest;
  /** Of other losses: the sign test. */
  readonly signTest?: PairTest;
  /** How the long-run variance was estimated; absent where rows count as independent. */
  readonly longRun?: LongRun;
  /** Null where no margin asks. */
  readonly verdict: Verdict | null;
  /**
   * The change in the worse direction, for margins; not printed. Null where there is none.
   */
  readonly worsening: { readonly change: number; readonly interval: ConfidenceInterval | null } | null;
}

/** Weights of the rows on which the model is better, worse, or as good as the reference, as shares of all. */
export interface RowWins {
  readonly better: number;
  readonly worse: number;
  readonly equal: number;
}

/** An exact binomial test of the rows on which the model is better against those on which it is worse. */
export interface PairTest {
  readonly better: number;
  readonly worse: number;
  readonly pValue: number | null;
  readonly reason?: string;
}

export interface LongRun {
  readonly lags: number;
  /** `bartlett` where the plain sum of autocovariances is not above 0. */
  readonly kernel: "rectangular" | "bartlett";
}

export interface ComparedSlice {
  readonly by: SliceTexts;
  readonly rows: PairedRowCounts;
  readonly losses: LossComparisons;
}

/** What a slice adds to a total difference: its own times its share of all weights. */
export interface Contribution {
  readonly loss: string;
  readonly model: string;
  readonly slice: SliceTexts;
  readonly contribution: number;
  /** Of the total difference; null where that is 0. */
  readonly share: number | null;
}

export interface MarginResult {
  /** The loss's key and the margin as typed: `margin mse=1%`. */
  readonly rule: string;
  readonly loss: string;
  readonly slice: null;
  readonly model: string;
  readonly reference: string;
  /** The change in the worse direction, in the unit of the limit. */
  readonly value: number | null;
  readonly reason?: string;
  readonly interval: ConfidenceInterval | null;
  readonly limit: number;
  readonly unit: "share" | "absolute";
  readonly verdict: Verdict;
  /** Of an undecided one: about how many rows would decide if the change stayed what it is. */
  readonly rowsNeeded?: number;
}
