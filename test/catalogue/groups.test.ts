/** The catalogue by task and topic: each loss stands where it belongs, and nowhere twice. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lossEntry } from "../../src/catalogue/entry.ts";
import { lossGroups, TASK_NAMES } from "../../src/catalogue/groups.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { parseLoss } from "../../src/losses/spec.ts";

const ids = (task: (typeof TASK_NAMES)[number]): string[] =>
  lossGroups(task).flatMap(({ entries }) => entries.map(({ id }) => id));

it("the whole list has each loss of the catalogue once, in its order within a task", () => {
  const listed = lossGroups().flatMap(({ entries }) => entries.map(({ id }) => id));
  expect(listed.toSorted()).toEqual(catalogue.map(({ id }) => id).toSorted());
  for (const { task, entries } of lossGroups()) {
    expect(entries.map(({ id }) => id)).toEqual(
      catalogue.filter((definition) => definition.task === task).map(({ id }) => id),
    );
  }
});

it("each task and topic has losses", () => {
  expect(TASK_NAMES.filter((task) => ids(task).length === 0)).toEqual([]);
});

describe("topics are complete", () => {
  it("losses of labels that are never negative, or of a rate, are for counts", () => {
    const due = catalogue.filter(({ id, expects }) => {
      const { label } = lossEntry(parseLoss(id)).domain;
      return expects.includes("rate") || (label.kind === "real" && label.interval.low === 0);
    });
    expect(ids("counts")).toEqual(expect.arrayContaining(due.map(({ id }) => id)));
    expect(due.map(({ id }) => id)).toEqual(expect.arrayContaining(["poisson", "gamma", "poisson-nll-log"]));
  });

  it("losses with a quantile for a parameter, or of columns with levels, are for quantiles", () => {
    const due = catalogue.filter(
      ({ parameters, quantiles }) => quantiles !== undefined || parameters.some(({ name }) => name === "q"),
    );
    expect(ids("quantile")).toEqual(due.map(({ id }) => id));
    expect(due.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["quantile", "expectile", "quantile-score", "wis", "coverage"]),
    );
  });
});

it("what other tools call a loss stands in its data, where it can be printed, not in its comment", () => {
  const folder = join(import.meta.dirname, "..", "..", "src", "losses");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const told = files.filter((name) => /^ \* Elsewhere/m.test(readFileSync(join(folder, name), "utf8")));
  expect(told).toEqual([]);
});
