/** Starts what draws the page. */
import type { Pictures } from "../report/picture-types.ts";
import type { Report } from "../report/types.ts";
import { loadCode, type Page } from "./page-code.ts";

/** Made when first used: the plotting library makes one at its start, which takes longer than to compile the library. */
class LateNumberFormat {
  readonly #made: () => Intl.NumberFormat;
  #format: Intl.NumberFormat | undefined;

  constructor(locales?: string | string[], options?: Intl.NumberFormatOptions) {
    this.#made = () => new Intl.NumberFormat(locales, options);
  }

  format(value: number): string {
    this.#format ??= this.#made();
    return this.#format.format(value);
  }
}

let loaded: Page | undefined;

/** Once; `renderPage` does it where nobody has. */
export function loadPage(): Page {
  loaded ??= loadCode()({ DateTimeFormat: Intl.DateTimeFormat, NumberFormat: LateNumberFormat });
  return loaded;
}

/** The whole document. */
export function renderPage(report: Report, pictures: Pictures): string {
  return loadPage().renderPage(report, pictures);
}
