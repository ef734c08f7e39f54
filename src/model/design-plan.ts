/** Which rows of a design count: the rules of every evaluation, for a target and features instead of predictions. */
import type { NamedMeasure, Plan, RowPolicy } from "../evaluate/plan.ts";
import type { Coding, ColumnRequest } from "../read/chunk.ts";
import { type Source, sourceRequest } from "./design.ts";

/** The columns that are read, by role. */
export interface DesignRoles {
  /** Null for predictions, which need no target. */
  readonly target: {
    readonly name: string;
    readonly coding: Coding;
    /** Whose domain the target has to be in. */
    readonly measure: NamedMeasure;
  } | null;
  readonly sources: readonly Source[];
  /** Names the part of each row. */
  readonly split: string | null;
  readonly weight: string | null;
}

/** Texts of `--split`, by the number of the part. */
export const PART_NAMES = ["train", "validation", "test"] as const;

/**
 * The plan for an `Admission`, whose predictions are then the sources, in their order, and after them the part's
 * number where there is a `split`. Columns of `texts` are handed on as they stand.
 */
export function designPlan(
  roles: DesignRoles,
  policies: { readonly missing: RowPolicy; readonly invalid: RowPolicy },
  texts: readonly string[] = [],
): Plan {
  const { target, sources, split, weight } = roles;
  const parts: ColumnRequest[] =
    split === null
      ? []
      : [
          {
            name: split,
            coding: { kind: "class", classes: PART_NAMES, exact: true, places: false, called: "one of" },
          },
        ];
  const predictions = [...sources.map(sourceRequest), ...parts];
  const labels = target === null ? [] : [target.name];
  return {
    measures: target === null ? [] : [target.measure],
    terms: [],
    shape: "scalar",
    labelShape: target === null ? "none" : "number",
    columns: {
      label: labels,
      prediction: predictions.map(({ name }) => name),
      weight,
      variance: null,
      level: null,
      by: [],
      keep: texts,
      note: null,
    },
    labels,
    levels: null,
    requests: [
      ...(target === null ? [] : [{ name: target.name, coding: target.coding }]),
      ...predictions,
      ...(weight === null ? [] : [{ name: weight, coding: { kind: "number" } as const }]),
      ...texts.map((name): ColumnRequest => ({ name, coding: { kind: "text" } })),
    ],
    hints:
      target === null
        ? []
        : [null, ...sources.map(({ levels }) => (levels === null ? "--categorical takes texts" : null))],
    missing: policies.missing,
    invalid: policies.invalid,
    maxSlices: 1,
    worst: null,
    bootstrap: null,
    pictures: null,
  };
}
