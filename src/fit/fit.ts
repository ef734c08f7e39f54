/** A fit from its rows to its outcome: `types.ts` says what goes in and what comes out. */
import type { Fit, FitRequest } from "./types.ts";

/** @throws LossctlError (usage) for a loss that a linear model can't be fitted by. */
export function createFit(_request: FitRequest): Fit {
  return {
    add() {},
    solve: () => Promise.reject(new Error("not built yet")),
    close() {},
  };
}
