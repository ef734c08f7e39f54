/** Compares the models of one data set: by threads where that pays and can be done, else row by row in order. */
import { Comparison } from "../compare/comparison.ts";
import type { ComparePlan } from "../compare/plan.ts";
import type { Table } from "../read/chunk.ts";
import { foldInOrder } from "./in-order.ts";
import { type FoldOptions, threadsFor } from "./threads.ts";

/** The comparison, and the number of threads that made it. `losses` are the plan's, as `parseLossOrCombination` reads them. */
export async function compareTable(
  table: Table,
  plan: ComparePlan,
  losses: readonly string[],
  names: readonly string[],
  options: FoldOptions,
): Promise<{ readonly comparison: Comparison; readonly threads: number }> {
  const comparison = new Comparison(
    plan,
    plan.models.map(() => names),
  );
  const files = table.parts(plan.requests);
  // A time series needs its rows in order.
  const inOrder = files === null || plan.options.lags !== null;
  const threads = inOrder
    ? 1
    : threadsFor({ terms: comparison.groups.terms, requests: plan.requests }, files, options);
  if (files !== null && threads > 1) {
    const { foldParts } = await import("./fold-parts.ts");
    const { models, options: how } = plan;
    const folded = await foldParts(
      { kind: "comparison", losses, models, options: how },
      names,
      files,
      threads,
      options,
    );
    if (folded instanceof Comparison) return { comparison: folded, threads };
    options.onProgress(0, 0);
  }
  await foldInOrder(table, plan.requests, comparison, options.onProgress);
  return { comparison, threads: 1 };
}
