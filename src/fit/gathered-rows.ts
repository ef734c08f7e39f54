/**
 * What a fit keeps of its rows: the cross-products of each part or fold, which merge, and the rows themselves, which
 * stay where they were gathered.
 */
import { CrossProducts, type CrossProductsState } from "../accumulate/cross-products.ts";
import { inputError } from "../errors.ts";
import type { LossChoice } from "../losses/spec.ts";
import { labelFault } from "./labels.ts";
import { type Block, MEMORY, MEMORY_FOR_ONCE, onlyPart, RowStore } from "./row-store.ts";
import type { DesignChunk } from "./types.ts";

export interface GatheringOptions {
  readonly target: string;
  /** Number of columns of the design. */
  readonly features: number;
  readonly loss: LossChoice;
  /** Whether rows are gone through only once more, since cross-products are all that the steps need. */
  readonly once: boolean;
  /** Bytes of rows that are kept in memory, at most; more go to a file without a name in the folder for temporary ones. */
  readonly memory?: number;
}

/** By part or fold. Plain data. */
export type GatheredState = readonly (readonly [part: number, products: CrossProductsState])[];

export class GatheredRows {
  readonly store: RowStore;
  /** By part or fold; only those with rows. */
  readonly products = new Map<number, CrossProducts>();
  readonly #options: GatheringOptions;

  constructor(options: GatheringOptions) {
    this.#options = options;
    const { features, once, memory = once ? MEMORY_FOR_ONCE : MEMORY } = options;
    this.store = new RowStore(features, memory);
  }

  /** @throws LossctlError (input) for a label that the loss can't take. */
  add(chunk: DesignChunk): void {
    this.store.add(chunk, (block) => this.#count(block));
  }

  /** After the last row. @throws as `add`. */
  finish(): void {
    this.store.finish((block) => this.#count(block));
  }

  /** After `finish`. */
  state(): GatheredState {
    return [...this.products].map(([part, products]) => [part, products.state()] as const);
  }

  /** Adds what others have gathered but for the rows, of which they remain in charge. */
  merge(state: GatheredState): void {
    for (const [part, products] of state) this.#of(part).merge(CrossProducts.fromState(products));
  }

  close(): void {
    this.store.close();
  }

  #of(part: number): CrossProducts {
    let products = this.products.get(part);
    if (products === undefined) {
      products = new CrossProducts(this.#options.features + 1);
      this.products.set(part, products);
    }
    return products;
  }

  #count(block: Block): void {
    const { rows, features, target, weights, parts } = block;
    const fault = labelFault(this.#options.loss, target, rows);
    if (fault !== null) throw inputError(`column "${this.#options.target}": ${fault}`);
    const only = onlyPart(block);
    const columns = [...features, target];
    for (const part of only === null ? new Set(parts.subarray(0, rows)) : [only]) {
      const chosen =
        only === null ? gathered(columns, weights, parts, part, rows) : { columns, weights, rows };
      this.#of(part).add(chosen.columns, chosen.weights, chosen.rows);
    }
  }
}

/** The rows of a part. */
function gathered(
  columns: readonly Float64Array[],
  weights: Float64Array | null,
  parts: Uint8Array,
  part: number,
  rows: number,
) {
  const chosen: number[] = [];
  for (let row = 0; row < rows; row++) if (parts[row] === part) chosen.push(row);
  const of = (column: Float64Array) => Float64Array.from(chosen, (row) => column[row]!);
  return { columns: columns.map(of), weights: weights && of(weights), rows: chosen.length };
}
