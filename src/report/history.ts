/** The epochs of a fit, a line each. */
import type { Epoch } from "../fit/types.ts";

const COLUMNS = ["epoch", "objective", "train", "validation", "gradientNorm", "learningRate"] as const;

/** Collects lines and gives the document. */
export class History {
  readonly #format: "csv" | "ndjson";
  readonly #lines: string[] = [];

  constructor(format: "csv" | "ndjson") {
    this.#format = format;
    if (format === "csv") this.#lines.push(COLUMNS.join(","));
  }

  add(epoch: Epoch): void {
    const values = COLUMNS.map((column) => epoch[column]);
    if (this.#format === "csv") this.#lines.push(values.map((value) => value ?? "").join(","));
    else {
      const fields = COLUMNS.map((column, place) => `"${column}": ${values[place] ?? "null"}`);
      this.#lines.push(`{${fields.join(", ")}}`);
    }
  }

  text(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}
