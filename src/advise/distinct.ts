/** The different values of a column, as long as they are few. */

/** More are none to list. */
export const FEW = 12;

export class Distinct<Value> {
  #values = new Set<Value>();
  #many = false;

  add(value: Value): void {
    if (this.#many || this.#values.has(value)) return;
    this.#values.add(value);
    if (this.#values.size <= FEW) return;
    this.#many = true;
    this.#values.clear();
  }

  merge(other: Distinct<Value>): void {
    if (other.#many) {
      this.#many = true;
      this.#values.clear();
    } else for (const value of other.#values) this.add(value);
  }

  /** In no order that counts; null where there are more than a few. */
  get values(): readonly Value[] | null {
    return this.#many ? null : [...this.#values];
  }
}
