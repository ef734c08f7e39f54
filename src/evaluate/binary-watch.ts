/** Whether all labels are 0 or 1 and all predictions from 0 to 1: then another task may be meant. */
import type { Admitted } from "./admission.ts";

export class BinaryWatch {
  #binary = true;

  get binary(): boolean {
    return this.#binary;
  }

  see({ label, prediction, rows }: Admitted): void {
    const [labels, predictions] = [label[0], prediction[0]];
    if (labels === undefined || predictions === undefined) return;
    for (let row = 0; this.#binary && row < rows; row++) {
      const value = labels[row] as number;
      const forecast = predictions[row] as number;
      if ((value !== 0 && value !== 1) || !(forecast >= 0 && forecast <= 1)) this.#binary = false;
    }
  }

  /** Both parts have to be. */
  merge(binary: boolean): void {
    this.#binary &&= binary;
  }
}
