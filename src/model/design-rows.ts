/** From chunks of the input to rows of a design: which of them count, their target, features, weights and parts. */
import { Admission, type Admitted } from "../evaluate/admission.ts";
import { codingOfLabel, type NamedMeasure, type Plan, type RowPolicy } from "../evaluate/plan.ts";
import { type DesignChunk, PART } from "../fit/types.ts";
import type { LossChoice } from "../losses/spec.ts";
import { createMeasure } from "../losses/spec.ts";
import type { Chunk } from "../read/chunk.ts";
import { createDesign, type Design, DesignColumns, type Source } from "./design.ts";
import { type DesignRoles, designPlan } from "./design-plan.ts";
import { foldOf, isValidation, partOf } from "./parts.ts";

/** What the rows are to be made of. Plain data, for threads. */
export interface DesignTask {
  readonly target: string;
  /** As `parseLossOrCombination` reads it. */
  readonly loss: string;
  readonly sources: readonly Source[];
  readonly intercept: boolean;
  readonly weight: string | null;
  /** The column that says the part of each row. */
  readonly split: string | null;
  /** The label that is 1. */
  readonly positive: string | null;
  readonly missing: RowPolicy;
  readonly invalid: RowPolicy;
  readonly header: boolean;
  /** Shares of the rows, or folds; drawn by the seed. */
  readonly test: number;
  readonly validation: number;
  readonly folds: number | null;
  readonly seed: number;
}

/** What the task's columns are for. */
export function rolesOf(task: Omit<DesignTask, "intercept">, loss: LossChoice): DesignRoles {
  const measure = measureOfTarget(loss);
  const none = {
    label: [],
    prediction: [],
    weight: null,
    variance: null,
    level: null,
    by: [],
    keep: [],
    note: null,
  };
  const coding = codingOfLabel("number", [measure.measure.domain.label.kind], none, {
    by: [],
    missing: task.missing,
    invalid: task.invalid,
    maxSlices: 1,
    header: task.header,
    ...(task.positive === null ? {} : { positive: task.positive }),
  });
  return {
    target: { name: task.target, coding, measure },
    sources: task.sources,
    split: task.split,
    weight: task.weight,
  };
}

/** The loss as a condition on labels; features may be any number. */
function measureOfTarget(loss: LossChoice): NamedMeasure {
  const measure = createMeasure(loss);
  const anywhere = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { key: loss.key, measure: { ...measure, domain: { ...measure.domain, prediction: anywhere } } };
}

export interface AdmittedDesign {
  readonly admitted: Admitted;
  /** Null where no row counts. */
  readonly design: DesignChunk | null;
}

export class DesignRows {
  readonly plan: Plan;
  readonly design: Design;
  readonly #task: DesignTask;
  readonly #admission: Admission;
  readonly #columns: DesignColumns;
  readonly #onlyTest: boolean;
  #parts = new Uint8Array(0);

  /** `names` are the inputs' in messages. With `onlyTest` all rows are of the test part. */
  constructor(task: DesignTask, loss: LossChoice, names: readonly string[], onlyTest = false) {
    this.#task = task;
    this.plan = designPlan(rolesOf(task, loss), task);
    this.design = createDesign(task.sources, task.intercept);
    this.#admission = new Admission(this.plan, names, { keepWeightless: true });
    this.#columns = new DesignColumns(this.design);
    this.#onlyTest = onlyTest;
  }

  /**
   * The rows of a chunk that count. Arrays are reused.
   * @throws LossctlError (input) for a row that may not be.
   */
  of(chunk: Chunk): AdmittedDesign {
    const admitted = this.#admission.admit(chunk);
    const { rows, label, prediction, weights, origin } = admitted;
    const [target] = label;
    if (target === undefined) throw new TypeError("a design without a target");
    if (rows === 0) return { admitted, design: null };
    const { length } = this.#task.sources;
    const parts = this.#partsOf(rows, chunk.firstRecord, origin, prediction[length] ?? null);
    const features = this.#columns.of(prediction.slice(0, length), rows);
    return { admitted, design: { rows, features, target, weights, parts } };
  }

  /**
   * The part, or the fold, of each row. `firstRecord` is the number of the chunk's first record; `stated` the parts that
   * a column says.
   */
  #partsOf(
    rows: number,
    firstRecord: number,
    origin: Int32Array | null,
    stated: Float64Array | null,
  ): Uint8Array | null {
    const { split, folds, validation, test, seed } = this.#task;
    if (!this.#onlyTest && split === null && !isDrawn(this.#task)) return null;
    if (this.#parts.length < rows) this.#parts = new Uint8Array(rows);
    const parts = this.#parts;
    if (this.#onlyTest) return parts.fill(PART.test, 0, rows);
    for (let row = 0; row < rows; row++) {
      const record = firstRecord + (origin === null ? row : (origin[row] as number));
      if (folds !== null) parts[row] = foldOf(record, seed, folds);
      else if (stated === null) parts[row] = partOf(record, seed, { test, validation });
      else {
        const part = stated[row] as number;
        parts[row] = part === PART.train && isValidation(record, seed, validation) ? PART.validation : part;
      }
    }
    return parts;
  }
}

/** Whether the parts of rows are drawn by the numbers of their records. */
export function isDrawn({ folds, test, validation }: DesignTask): boolean {
  return folds !== null || test > 0 || validation > 0;
}
