/** Endings of `-o` that choose a format of some command's document. */
import { usageError } from "../errors.ts";

const ENDINGS = [".json", ".ndjson", ".csv", ".md", ".xml", ".prom", ".npy"];

/**
 * For a file whose ending chooses none of a document's `formats`: a table in a file that says that it is another thing
 * would be read as that thing.
 * @throws LossctlError (usage)
 */
export function refuseOtherEnding(output: string | undefined, formats: readonly string[]): void {
  const file = output?.toLowerCase() ?? "";
  const ending = ENDINGS.find((known) => file.endsWith(known));
  if (ending === undefined) return;
  throw usageError(
    `-o ${output}: this document is never ${ending}`,
    `--format states another: ${formats.join(", ")}`,
  );
}
