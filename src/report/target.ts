/** Where a document goes: what a path stands for. */
import { constants } from "node:fs";
import { access, lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { outputError } from "../errors.ts";
import { codeOf, writeFailure } from "./write-failure.ts";

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
    throw writeFailure(path, error);
  }
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
