/** What a fit came to, as plain data: `lossctl.fit/1` in JSON. */
import type { Epoch, FitOutcome } from "../fit/types.ts";
import type { GateResult, RowCounts, Verdict } from "./types.ts";

export interface FitReport extends Omit<FitOutcome, "rows"> {
  readonly schema: "lossctl.fit/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** As named on the command line; `-` is standard input. */
  readonly inputs: readonly string[];
  /** Of `--test-file`; its rows are among those of `rows`. */
  readonly testInput: string | null;
  readonly columns: {
    readonly weight: string | null;
    readonly split: string | null;
    readonly leftOut: readonly string[];
  };
  readonly rows: RowCounts & FitOutcome["rows"];
  readonly gates: readonly GateResult[];
  readonly verdict: Verdict | null;
}

/** What a picture of the loss is drawn from, besides the report. */
export type LossCurve = readonly Pick<Epoch, "epoch" | "train">[];
