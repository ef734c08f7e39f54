/** Comparisons of small data sets in memory, as the command makes them. */
import { Readable } from "node:stream";
import { inDialectNamed } from "../../src/commands/choose-dialect.ts";
import { Comparison } from "../../src/compare/comparison.ts";
import { type ComparePlan, makeComparePlan } from "../../src/compare/plan.ts";
import { type CompareResults, compareResults } from "../../src/compare/results.ts";
import type { BootstrapOptions } from "../../src/evaluate/bootstrap.ts";
import { chooseColumns } from "../../src/evaluate/plan.ts";
import { parseLossOrCombination } from "../../src/losses/combination-spec.ts";
import { openTable } from "../../src/read/open.ts";
import type { Difference } from "../../src/report/compare-types.ts";

export interface Question {
  readonly losses: readonly string[];
  /** What the predictions of each model are called. */
  readonly models?: readonly string[];
  readonly reference?: number;
  readonly lags?: number;
  readonly bootstrap?: BootstrapOptions;
  readonly by?: readonly string[];
  readonly weight?: string;
  readonly level?: number;
  readonly chunkRows?: number;
  readonly skip?: boolean;
  /** Whether means are over the number of rows, as in the dialect of keras. */
  readonly keras?: boolean;
}

/** CSV with a column `y`, predictions `old` and `new` unless other models are named. */
export async function comparisonOf(csv: string, question: Question): Promise<Comparison> {
  const {
    losses,
    models = ["old", "new"],
    reference = 0,
    lags = null,
    bootstrap = null,
    by = [],
    weight,
    chunkRows = 5,
  } = question;
  const policy = question.skip === true ? "skip" : "error";
  const options = { label: "y", missing: policy, invalid: policy, maxSlices: 1000, header: true } as const;
  const table = await openTable(
    ["-"],
    { header: true },
    { stdin: Readable.from([Buffer.from(csv)]), chunkRows },
  );
  const available = { names: table.names, open: false, file: "-" };
  const choices = models.map((name, place) => ({
    name,
    columns: chooseColumns(
      {
        ...options,
        prediction: name,
        by: place === 0 ? by : [],
        ...(weight === undefined || place > 0 ? {} : { weight }),
        ...(bootstrap === null || place > 0 ? {} : { bootstrap }),
      },
      true,
      available,
    ),
  }));
  const asked = losses.map(parseLossOrCombination);
  const plan: ComparePlan = makeComparePlan(
    question.keras === true ? inDialectNamed(asked, "keras") : asked,
    choices,
    {
      plan: { ...options, by },
      reference,
      lags,
      bootstrap,
    },
  );
  const comparison = new Comparison(
    plan,
    models.map(() => ["-"]),
  );
  for await (const chunk of table.chunks(plan.requests)) comparison.add(chunk);
  return comparison;
}

export async function compared(csv: string, question: Question): Promise<CompareResults> {
  return compareResults(await comparisonOf(csv, question), question.level ?? 0.95);
}

/** The only difference of a loss of two models. */
export function differenceIn({ losses }: Pick<CompareResults, "losses">, loss: string): Difference {
  const difference = losses[loss]?.differences[0];
  if (difference === undefined) throw new Error(`no difference of ${loss}`);
  return difference;
}

export function csvOf(rows: readonly (readonly (number | string)[])[], header = "y,old,new"): string {
  return `${header}\n${rows.map((row) => `${row.join(",")}\n`).join("")}`;
}
