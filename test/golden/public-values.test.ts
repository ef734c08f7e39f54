/** Real files through the built command, against values computed with 60 or more digits. */
import { describe, expect, test } from "vitest";
import { lossctl } from "../cli/process.ts";
import { type Comparison, NOT_COMPARED, type Run, runsOf } from "./comparisons.ts";
import { numberOf, type ReferenceSet, referenceSets, relativeDifference, type Task } from "./reference.ts";

const TOLERANCE = 1e-13;

interface Loss {
  readonly value: number | string | null;
  readonly [detail: string]: unknown;
}

/** Of the report, the part that a task is about: all of it, or a slice. */
interface Part {
  readonly by?: Readonly<Record<string, string>>;
  readonly rows: { readonly read: number; readonly used: number };
  readonly losses: Readonly<Record<string, Loss>>;
}

async function evaluate({ folder }: ReferenceSet, file: string, task: Task, run: Run, losses: Set<string>) {
  const { where = {}, columns } = task;
  const args = ["eval", file, "--label", run.label, "--pred", run.prediction, "--missing", "skip", "--json"];
  if (typeof columns.w === "string") args.push("--weight", columns.w);
  for (const name of Object.keys(where)) args.push("--by", name);
  args.push("--loss", [...losses].join(","));
  const { code, stdout, stderr } = await lossctl(args, folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report = JSON.parse(stdout) as Part & { readonly slices: readonly Part[] };
  if (task.where === undefined) return report;
  const slice = report.slices.find(({ by }) =>
    Object.entries(where).every(([name, text]) => by?.[name] === text),
  );
  if (slice === undefined) throw new Error(`no slice ${JSON.stringify(where)}`);
  return slice;
}

/** What is off, in words; null where it agrees. */
function disagreement(
  part: Part,
  { metric, loss, detail, absolute = 0 }: Comparison,
  reference: number,
): string | null {
  const result = part.losses[loss];
  const found = Number(detail === undefined ? (result?.value ?? Number.NaN) : (result?.[detail] ?? 0));
  if (Math.abs(found - reference) <= absolute) return null;
  const difference = relativeDifference(found, reference);
  if (difference <= TOLERANCE) return null;
  return `${metric} is ${reference}, ${loss} ${detail ?? ""} ${found}: off by ${difference}`;
}

/** The ratios are of whole numbers, so that a quotient rounded once is all they can be. */
function checkCounts(part: Part, counts: Readonly<Record<string, number>>): void {
  const { tp = 0, fp = 0, fn = 0 } = counts;
  const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below);
  expect({
    precision: part.losses.precision?.value,
    recall: part.losses.recall?.value,
    f1: part.losses.f1?.value,
  }).toEqual({
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
  });
}

for (const set of referenceSets()) {
  describe(set.name, () => {
    for (const [file, tasks] of Object.entries(set.values.files)) {
      for (const [name, task] of Object.entries(tasks)) {
        const { metrics } = task;
        // Quantile forecasts in long format: `quantile-groups.test.ts` has them.
        if (metrics === undefined) continue;
        const runs = runsOf(task);

        test.concurrent.each(runs.map((run) => [`${run.label} and ${run.prediction}`, run] as const))(
          `${file}, ${name}: %s`,
          async (_columns, run) => {
            const losses = new Set(run.comparisons.map(({ loss }) => loss));
            if ("tp" in metrics) for (const loss of ["precision", "recall", "f1"]) losses.add(loss);
            const part = await evaluate(set, file, task, run, losses);
            expect(part.rows).toMatchObject({ read: task.n_rows, used: task.n_used });
            const disagreements = run.comparisons.map((comparison) => {
              const reference = metrics[comparison.metric];
              return reference === undefined ? null : disagreement(part, comparison, numberOf(reference));
            });
            expect(disagreements.filter((text) => text !== null)).toEqual([]);
            if ("tp" in metrics) {
              const numbers = Object.entries(metrics).map(([key, value]) => [key, numberOf(value)]);
              checkCounts(part, Object.fromEntries(numbers));
            }
          },
        );

        test(`${file}, ${name}: each metric is compared, or there is a reason why not`, () => {
          const compared = new Set(runs.flatMap((run) => run.comparisons.map(({ metric }) => metric)));
          const untold = Object.keys(metrics).filter(
            (metric) => !compared.has(metric) && !(metric in NOT_COMPARED),
          );
          expect(untold).toEqual([]);
        });
      }
    }
  });
}
