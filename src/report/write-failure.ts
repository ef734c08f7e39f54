/** Why something could not be written, in words. */
import { LossctlError, outputError } from "../errors.ts";

/** The system's code of an error, empty if it has none. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is too large",
};

/** An error of ours as it is, another as what could not be written and why. */
export function writeFailure(where: string, error: unknown): LossctlError {
  if (error instanceof LossctlError) return error;
  const code = codeOf(error);
  const words = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return outputError(`${where}: can't be written: ${words}`, error);
}

/** EOF is what Windows calls it; destroyed is a stream that has failed so before. */
export function closedByReader(error: unknown): boolean {
  return ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"].includes(codeOf(error));
}
