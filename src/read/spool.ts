/** Standard input that is read more than once: kept in a file that is gone when the process is. */
import { randomBytes } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputError } from "../errors.ts";
import { inputName, readFailure } from "./source.ts";

export interface Spool {
  /** All of it, from the beginning. */
  stream(): NodeJS.ReadableStream;
  close(): Promise<void>;
}

/**
 * Reads all of `stdin` into a temporary file.
 * @throws LossctlError (input) where it can't be read, or the file can't be written.
 */
export async function spool(stdin: NodeJS.ReadableStream): Promise<Spool> {
  // Not by `for await`, which would not tell a failure of the input from one of the file.
  const chunks = stdin[Symbol.asyncIterator]();
  const next = () =>
    chunks.next().catch((error: unknown) => {
      throw readFailure(inputName("-"), error);
    });
  // Before anything else is waited for: a failure that nobody listens to ends the process.
  const first = await next();
  const handle = await temporaryFile();
  try {
    for (let read = first; read.done !== true; read = await next()) {
      await handle.writeFile(Buffer.from(read.value)).catch((error: unknown) => {
        throw notKept(error);
      });
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    stream: () => handle.createReadStream({ start: 0, autoClose: false }),
    close: () => handle.close(),
  };
}

/** Without a name from the start, so that nothing stays behind, however the process ends. */
async function temporaryFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `lossctl-${randomBytes(9).toString("hex")}`);
  try {
    const handle = await open(path, "wx+", 0o600);
    await unlink(path);
    return handle;
  } catch (error) {
    throw notKept(error);
  }
}

function notKept(error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return inputError(
    `can't be kept in ${tmpdir()} to be read twice: ${why}`,
    { file: inputName("-") },
    "TMPDIR names another folder",
    error,
  );
}
