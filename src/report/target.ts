/** Where a document goes: what a path stands for, and the system's refusals in words. */
import { constants } from "node:fs";
import { access, lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LossctlError, outputError } from "../errors.ts";

/**
 * What can be known before the first row is read: the folder exists, the path is no folder, both may be written.
 * @throws LossctlError (output)
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    const target = await followLinks(path);
    const existing = await statOrNull(target);
    if (existing?.isDirectory() || /[/\\]$/.test(path)) {
      throw outputError(`${path}: expected the name of a file to write, found a folder`);
    }
    if (existing !== null) await access(target, constants.W_OK);
    if (existing === null || existing.isFile())
      await access(dirname(target), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw failure(path, error);
  }
}

/** EOF is what Windows calls it; destroyed is a stream that has failed so before. */
export function closedByReader(error: unknown): boolean {
  return ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"].includes(codeOf(error));
}

/** The file that a path stands for, also if it is yet to be made; a loop of links is an error of `realpath`. */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    const link = await lstat(path).catch(() => null);
    return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), await readlink(path))) : path;
  }
}

export async function statOrNull(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
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

/** A refusal as an error of this program; one that is so already stays. */
export function failure(where: string, error: unknown): LossctlError {
  if (error instanceof LossctlError) return error;
  const code = codeOf(error);
  const words = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return outputError(`${where}: can't be written: ${words}`, error);
}
