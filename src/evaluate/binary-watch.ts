/** Whether all labels are 0 or 1 and all predictions from 0 to 1: then another task may be meant. */
import type { LabelDomain } from "../losses/types.ts";
import type { Admitted } from "./admission.ts";

export class BinaryWatch {
  #binary: boolean;

  /** @param labels what the losses take as labels: where one is for two classes, no other task is meant, and no row is looked at. */
  constructor(labels: readonly LabelDomain[]) {
    this.#binary = labels.every(({ kind }) => kind !== "binary");
  }

  get binary(): boolean {
    return this.#binary;
  }

  see({ label, prediction, rows }: Admitted): void {
    const [labels, predictions] = [label[0], prediction[0]];
    if (labels === undefined || predictions === undefined) return;
    if (this.#binary) this.#binary = areBinary(labels, predictions, rows);
  }

  /** Both parts have to be. */
  merge(binary: boolean): void {
    this.#binary &&= binary;
  }
}

function areBinary(labels: Float64Array, predictions: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    const forecast = predictions[row] as number;
    // A product, since which of the two a label is can't be foretold.
    if (label * (label - 1) !== 0 || !(forecast >= 0 && forecast <= 1)) return false;
  }
  return true;
}
