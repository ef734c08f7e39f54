/** Forecasts of quantiles in long format, a level in each row, against values computed with 60 digits. */
import { expect, test } from "vitest";
import { lossctl } from "../cli/process.ts";
import { numberOf, type ReferenceValue, referenceSets, relativeDifference, type Task } from "./reference.ts";

const TOLERANCE = 1e-13;

interface Part {
  readonly by?: Readonly<Record<string, string>>;
  readonly rows: { readonly read: number; readonly used: number };
  readonly losses: Readonly<Record<string, { readonly value: number | null }>>;
}

const name = (column: string | readonly string[] | undefined) => [column ?? []].flat();

async function report(folder: string, file: string, { columns }: Task, by: readonly string[]) {
  const [label, prediction, level] = [columns.y, columns.p, columns.q].map((column) => name(column)[0]!);
  const args = ["eval", file, "--label", label!, "--pred", prediction!, "--level", level!];
  const { code, stdout, stderr } = await lossctl(
    [
      ...args,
      ...by.flatMap((column) => ["--by", column]),
      "--loss",
      "quantile-score,wis",
      "--missing",
      "skip",
      "--json",
    ],
    folder,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Part & { readonly slices: readonly Part[] };
}

function check(part: Part | undefined, reference: ReferenceValue): void {
  const [score, interval] = [part?.losses["quantile-score"]?.value, part?.losses.wis?.value];
  expect(relativeDifference(score!, numberOf(reference))).toBeLessThanOrEqual(TOLERANCE);
  expect(interval).toBe(2 * score!);
}

const tasks = referenceSets().flatMap(({ folder, values }) =>
  Object.entries(values.files).flatMap(([file, tasksOfFile]) =>
    Object.entries(tasksOfFile)
      .filter(([, task]) => task.groups !== undefined)
      .map(([title, task]) => ({ title: `${file}, ${title}`, folder, file, task })),
  ),
);

test.skipIf(tasks.length === 0).for(tasks.length === 0 ? [null] : tasks)("$title", async (given) => {
  if (given === null) return;
  const { folder, file, task } = given;
  const by = name(task.columns.by);
  const level = name(task.columns.q)[0]!;
  const whole = await report(folder, file, task, by);
  const apart = await report(folder, file, task, [...by, level]);
  expect(whole.rows).toMatchObject({ read: task.n_rows, used: task.n_used });
  for (const [group, metrics] of Object.entries(task.groups!)) {
    const isGroup = (part: Part) =>
      by.length === 0 || by.map((column) => part.by?.[column]).join(" | ") === group;
    const part = [whole, ...whole.slices]
      .filter((candidate) => by.length === 0 || candidate !== whole)
      .find(isGroup);
    expect(part?.rows.used).toBe(numberOf(metrics.n!));
    check(part, metrics.pinball_mean!);
    for (const [metric, reference] of Object.entries(metrics)) {
      const [, text] = /^pinball_q(.+)$/.exec(metric) ?? [];
      if (text === undefined) continue;
      check(
        apart.slices.find((slice) => isGroup(slice) && slice.by?.[level] === text),
        reference,
      );
    }
  }
});
