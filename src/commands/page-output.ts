/** `--html FILE`: the page beside the document. Loaded only where it is asked for. */
import { usageError } from "../errors.ts";
import { loadPage, renderPage } from "../page/load.ts";
import { isSameFile } from "../read/source.ts";
import type { Pictures } from "../report/picture-types.ts";
import { checkWritable } from "../report/target.ts";
import type { Report } from "../report/types.ts";
import { writeToFile } from "../report/write-file.ts";

/**
 * What can be known before the first row is read. The page's code is loaded soon after: while other threads read.
 * @throws LossctlError (usage, output)
 */
export async function preparePage(
  page: string,
  output: string | undefined,
  inputs: readonly string[],
): Promise<void> {
  if (output !== undefined && (page === output || isSameFile(page, output))) {
    throw usageError(`--html and -o both name ${page}`);
  }
  for (const input of inputs) {
    if (input !== "-" && isSameFile(page, input)) {
      throw usageError(`--html ${page} would replace the input ${input}`);
    }
  }
  await checkWritable(page);
  setImmediate(loadPage);
}

/** @throws LossctlError (output) */
export async function writePage(page: string, report: Report, pictures: Pictures): Promise<void> {
  await writeToFile(page, renderPage(report, pictures));
}
