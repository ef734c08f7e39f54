/** Starts what draws the page: unpacked and compiled when a page is asked for, and not before. */
import { brotliDecompressSync } from "node:zlib";
import type { Pictures } from "../report/picture-types.ts";
import type { Report } from "../report/types.ts";
import { pageText } from "./page-text.generated.ts";

/** As in `page.ts`, which must not be imported here: with its libraries it would be part of every start. */
interface PageModule {
  renderPage(report: Report, pictures: Pictures): string;
}

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

/** The whole document. */
export function renderPage(report: Report, pictures: Pictures): string {
  const code = brotliDecompressSync(Buffer.from(pageText, "base64")).toString("utf8");
  const module = { exports: {} as PageModule };
  const intl = { DateTimeFormat: Intl.DateTimeFormat, NumberFormat: LateNumberFormat };
  new Function("module", "exports", "Intl", code)(module, module.exports, intl);
  return module.exports.renderPage(report, pictures);
}
