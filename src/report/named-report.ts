import type { Report } from "./types.ts";

/** A report among others of one run, by its name; null where there are no others. */
export interface NamedReport {
  readonly name: string | null;
  readonly report: Report;
}
