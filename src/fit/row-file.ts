/** Blocks of rows in a file that is gone when the process is: for rows that are gone through more often than once. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputError } from "../errors.ts";

export class RowFile {
  readonly #file: number;
  #size = 0;
  #closed = false;

  /** @throws LossctlError (input) where no file can be made. */
  constructor() {
    const path = join(tmpdir(), `lossctl-${randomBytes(9).toString("hex")}`);
    try {
      this.#file = openSync(path, "wx+", 0o600);
      // Without a name from the start, so that nothing stays behind, however the process ends.
      unlinkSync(path);
    } catch (error) {
      throw notKept(error);
    }
  }

  /** Writes all of `bytes` behind what is there. @throws LossctlError (input) where there is no room. */
  append(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#size + done);
      }
    } catch (error) {
      throw notKept(error);
    }
    this.#size += bytes.length;
  }

  /** Fills `bytes` from `position` on. */
  read(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#file, bytes, done, bytes.length - done, position + done);
      if (read === 0) throw notKept(new Error("it ends too soon"));
      done += read;
    }
  }

  /** Safe to call twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }
}

function notKept(error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  const hint = "TMPDIR names another folder";
  return inputError(`rows can't be kept in ${tmpdir()}: ${why}`, undefined, hint, error);
}
