/**
 * The code that draws the page: unpacked and compiled when a page is asked for, and not before. The bundles of commands
 * have it from a file instead, with what V8 made of it before (scripts/build.mjs).
 */
import { brotliDecompressSync } from "node:zlib";
import type { Pictures } from "../report/picture-types.ts";
import type { Report } from "../report/types.ts";
import { pageText } from "./page-text.generated.ts";

/** As in `page.ts`, which must not be imported here: with its libraries it would be part of every start. */
export interface Page {
  renderPage(report: Report, pictures: Pictures): string;
}

/** What it may know of `Intl`. */
export interface PageIntl {
  readonly DateTimeFormat: typeof Intl.DateTimeFormat;
  readonly NumberFormat: new (
    locales?: string | string[],
    options?: Intl.NumberFormatOptions,
  ) => Pick<Intl.NumberFormat, "format">;
}

/** Makes the page's module run. */
export function loadCode(): (intl: PageIntl) => Page {
  const code = brotliDecompressSync(Buffer.from(pageText, "base64")).toString("utf8");
  const module: { exports?: (intl: PageIntl) => Page } = {};
  new Function("module", code)(module);
  if (module.exports === undefined) throw new TypeError("the page's code exports nothing");
  return module.exports;
}
