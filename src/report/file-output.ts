/** A file as an output: whole or not there. Apart from standard output, since what it needs costs a start some time. */
import { randomBytes } from "node:crypto";
import { unlinkSync } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Output } from "./output.ts";
import { followLinks, statOrNull } from "./target.ts";
import { closedByReader, writeFailure } from "./write-failure.ts";

/**
 * A file that is written by way of a temporary one beside it, which `commit` renames into place, so that there is the
 * old content or the new, nothing between. A link stays and its target is replaced, an existing file's mode is kept,
 * and what is not a regular file (`/dev/null`, a named pipe) is written to as it is.
 * @throws LossctlError (output)
 */
export async function fileOutput(path: string): Promise<Output> {
  try {
    const target = await followLinks(path);
    const existing = await statOrNull(target);
    if (existing !== null && !existing.isFile()) return deviceOutput(path, await open(target, "w"));
    const mode = existing === null ? undefined : Number(existing.mode) & 0o7777;
    return await replacement(path, target, mode);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

async function replacement(path: string, target: string, mode: number | undefined): Promise<Output> {
  const temporary = join(dirname(target), `.lossctl-${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx");
  const forget = unlinkOnSignal(temporary);
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await handle.close();
    closed = true;
  };
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw writeFailure(path, error);
    }
  };
  const output: Output = {
    seekable: true,
    async write(data) {
      await attempt(() => handle.writeFile(data));
      return true;
    },
    patch: (data) => attempt(() => handle.write(data, 0, data.length, 0)),
    commit: () =>
      attempt(async () => {
        await close();
        await rename(temporary, target);
        forget();
      }),
    async discard() {
      await close().catch(() => {});
      await unlink(temporary).catch(() => {});
      forget();
    },
  };
  try {
    if (mode !== undefined) await handle.chmod(mode);
    return output;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

function deviceOutput(path: string, handle: FileHandle): Output {
  return {
    seekable: false,
    async write(data) {
      try {
        await handle.writeFile(data);
        return true;
      } catch (error) {
        if (closedByReader(error)) return false;
        throw writeFailure(path, error);
      }
    },
    patch: () => Promise.reject(new TypeError("a device can't be patched")),
    async commit() {
      await handle.close().catch((error: unknown) => {
        throw writeFailure(path, error);
      });
    },
    discard: () => handle.close().catch(() => {}),
  };
}

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** Takes the file away where a signal ends the process, which it still does. Returns what ends that. */
function unlinkOnSignal(file: string): () => void {
  const end = (signal: NodeJS.Signals): void => {
    try {
      unlinkSync(file);
    } catch {
      // It is gone already, or can't be helped now.
    }
    forget();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}
