/** Loss, gradient and Hessian of the rows of a chunk, as columns. */
import type { Admitted } from "../evaluate/admission.ts";
import type { LabelShape } from "../evaluate/plan.ts";
import {
  type ColumnLoop,
  columnLoop,
  type DerivativeLoop,
  derivativeLoop,
  rowLoop,
} from "../losses/loops.ts";
import { derivativeValues, type RowWise } from "./row-wise.ts";

type Fill = (admitted: Admitted, columns: readonly Float64Array[]) => void;

export class RowNumbers {
  readonly #width: number;
  readonly #fill: Fill;
  #columns: Float64Array[] = [];

  /** `width` is the number of columns that the loss has derivatives in. */
  constructor(loss: RowWise, labelShape: LabelShape, width: number) {
    this.#width = width;
    this.#fill = loss.shape === "scalar" ? fillScalar(loss.row) : fillVector(loss.row, labelShape, width);
  }

  /**
   * The loss, `width` gradients and `width` Hessians of each row: valid until the next call, and the caller's to
   * change until then. What does not exist is NaN.
   */
  compute(admitted: Admitted): readonly Float64Array[] {
    const { rows } = admitted;
    if (this.#columns.length === 0 || (this.#columns[0] as Float64Array).length < rows) {
      this.#columns = Array.from({ length: 1 + 2 * this.#width }, () => new Float64Array(rows));
    }
    this.#fill(admitted, this.#columns);
    return this.#columns;
  }
}

function fillScalar(row: (RowWise & { shape: "scalar" })["row"]): Fill {
  const loops: (ColumnLoop | null)[] = [
    columnLoop(row.value),
    columnLoop(row.gradient),
    row.hessian === undefined ? null : columnLoop(row.hessian),
  ];
  return ({ label, prediction, rows }, columns) => {
    loops.forEach((loop, place) => {
      const out = columns[place] as Float64Array;
      if (loop === null) out.fill(Number.NaN);
      else loop(label[0] ?? out, prediction[0] as Float64Array, rows, out);
    });
  };
}

function fillVector(
  row: (RowWise & { shape: "vector" })["row"],
  labelShape: LabelShape,
  width: number,
): Fill {
  const value = rowLoop(row.value);
  const derivatives: (DerivativeLoop | null)[] = [
    derivativeLoop(row.gradient),
    row.hessian === undefined ? null : derivativeLoop(row.hessian),
  ];
  return (admitted, columns) => {
    const { label, rows } = admitted;
    const labels = labelShape === "class" ? (label[0] as Float64Array) : label;
    const points = derivativeValues(admitted);
    value(labels, points, rows, columns[0] as Float64Array);
    derivatives.forEach((loop, place) => {
      const outs = columns.slice(1 + place * width, 1 + (place + 1) * width);
      if (loop === null) for (const out of outs) out.fill(Number.NaN);
      else loop(labels, points, rows, outs);
    });
  };
}
