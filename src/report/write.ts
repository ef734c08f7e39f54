/** One document to a stream or to a file: whole or not at all. */
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
import { LossctlError, outputError } from "../errors.ts";

/**
 * Writes to standard output. Ends quietly where the reader has closed it, so that the verdict stands.
 * @throws LossctlError (output) for any other failure, such as a full disk.
 */
export async function writeToStream(stream: NodeJS.WritableStream, text: string): Promise<void> {
  await new Promise<void>((settle, reject) => {
    const end = (error?: Error | null): void => {
      if (error === undefined || error === null || closedByReader(error)) settle();
      else reject(failure("standard output", error));
    };
    // Node reports a failed write twice, and an "error" event that nobody hears ends the process.
    stream.once("error", end);
    stream.write(text, (error) => {
      if (!error) stream.off("error", end);
      end(error);
    });
  });
}

/** EOF is what Windows calls it; destroyed is a stream that has failed so before. */
function closedByReader(error: Error): boolean {
  return ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"].includes(codeOf(error));
}

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
    throw failure(path, error);
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
    throw failure(path, error);
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

function failure(where: string, error: unknown): LossctlError {
  if (error instanceof LossctlError) return error;
  const code = codeOf(error);
  const words = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return outputError(`${where}: can't be written: ${words}`, error);
}
