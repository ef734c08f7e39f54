/** Starts what draws the page: unpacked and compiled when a page is asked for, and not before. */
import { brotliDecompressSync } from "node:zlib";
import type { Pictures } from "../report/picture-types.ts";
import type { Report } from "../report/types.ts";
import { pageText } from "./page-text.generated.ts";

/** As in `page.ts`, which must not be imported here: with its libraries it would be part of every start. */
interface PageModule {
  renderPage(report: Report, pictures: Pictures): string;
}

/** The whole document. */
export function renderPage(report: Report, pictures: Pictures): string {
  const code = brotliDecompressSync(Buffer.from(pageText, "base64")).toString("utf8");
  const module = { exports: {} as PageModule };
  new Function("module", "exports", code)(module, module.exports);
  return module.exports.renderPage(report, pictures);
}
