/** How another tool computes the losses that it shares with the catalogue. */
import type { Measure, Parameters } from "../types.ts";

/** Where a tool's number differs from ours; an empty object where it does not. */
export interface DialectLoss {
  /** In words, for people; absent where nothing differs. */
  readonly difference?: string;
  /** Values of our parameters where they are not given: its defaults, and what it always does. */
  readonly parameters?: Parameters;
  /** Parameters of ours that it does not have: giving one is an error. */
  readonly lacks?: readonly string[];
  /**
   * Makes our measure its own, where parameters are not enough; `make` makes ours. Terms that differ have keys of their
   * own, and a row-wise loss is folded by its first term.
   */
  adapt?(make: (parameters: Parameters) => Measure, parameters: Parameters): Measure;
}

export interface Dialect {
  /** As on the command line. */
  readonly name: string;
  /** What a weighted mean of row losses is divided by. */
  readonly meanOver: "weights" | "rows";
  /** By our ids: what the tool has, in a form that is known here. */
  readonly losses: ReadonlyMap<string, DialectLoss>;
}

/** Losses that the tool computes as we do. */
export function same(...ids: readonly string[]): [string, DialectLoss][] {
  return ids.map((id) => [id, {}]);
}
