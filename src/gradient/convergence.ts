/** Estimates of one derivative by ever smaller steps. */
import type { Estimate } from "./finite-difference.ts";

/**
 * While the steps are wider than what the function does, they say nothing about it,
 * and their bend may well be small: it grows as they find more. Only then it shrinks, unless there is a kink.
 */
export class Convergence {
  /** The one with the least error since the bend grew last. */
  best: Estimate | null = null;
  /** Whether a smaller step has shown no more than `best`. */
  confirmed = false;
  readonly #analytic: number;
  #first: Estimate | null = null;
  #last: Estimate | null = null;

  /** `analytic` is what the estimates are to tell from others. */
  constructor(analytic: number) {
    this.#analytic = analytic;
  }

  add(next: Estimate): void {
    const { best } = this;
    const bends = next.bend > next.rounding;
    if (best === null) {
      this.best = next;
      this.confirmed = !bends;
    } else if (bends && next.bend > best.bend) {
      this.best = next;
      this.confirmed = false;
    } else {
      // What is lost in rounding confirms nothing.
      if (next.rounding < Math.max(best.error, Math.abs(this.#analytic - best.value) / 4)) {
        this.confirmed = true;
      }
      if (next.error < best.error) this.best = next;
    }
    if (!bends) return;
    this.#first ??= next;
    this.#last = next;
  }

  /** Whether it bends as much by a small step as by a large one: then it does not bend, but breaks. */
  get breaks(): boolean {
    const [first, last] = [this.#first, this.#last];
    return first !== null && last !== null && first !== last && last.bend >= first.bend / 4;
  }
}
