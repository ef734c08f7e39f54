/** One document to a file: whole or not at all. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import {
  access,
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { outputError } from "../errors.ts";
import { codeOf, writeFailure } from "./write-failure.ts";

/**
 * Writes a file by way of a temporary one beside it that is renamed into place, so that there is the old content
 * or the new, nothing between. A link stays and its target is replaced, an existing file's mode is kept, and what is
 * not a regular file (`/dev/null`, a named pipe) is written to.
 * @throws LossctlError (output); nothing is left behind.
 */
export async function writeToFile(path: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await followLinks(path);
    const existing = await statOrNull(target);
    if (existing !== null && !existing.isFile()) return await fill(await open(target, "w"), text);
    const candidate = join(dirname(target), `.lossctl-${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
    const handle = await open(candidate, "wx");
    temporary = candidate;
    await fill(handle, text, existing === null ? undefined : Number(existing.mode) & 0o7777);
    await rename(candidate, target);
  } catch (error) {
    if (temporary !== undefined) await unlink(temporary).catch(() => {});
    throw writeFailure(path, error);
  }
}

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

async function fill(handle: FileHandle, text: string, mode?: number): Promise<void> {
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}

/** The file that a path stands for, also if it is yet to be made; a loop of links is an error of `realpath`. */
async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    const link = await lstat(path).catch(() => null);
    return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), await readlink(path))) : path;
  }
}

async function statOrNull(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}
