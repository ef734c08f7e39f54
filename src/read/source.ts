/** Where bytes come from: a file, or standard input as `-`. The only unit that touches the file system. */
import { closeSync, fstatSync, openSync, read, readSync, statSync } from "node:fs";
import { inputError, type LossctlError } from "../errors.ts";

export interface Source {
  /** False for pipes and devices, whose bytes come once. */
  readonly reopenable: boolean;
  /** Bytes of a regular file; null of anything else. */
  readonly size: number | null;
  /** The bytes in order, in blocks that stay valid; can be asked for once. */
  blocks(): AsyncGenerator<Buffer>;
  /**
   * Regular files: puts the bytes after those of the blocks so far into `target` and returns how many, at once; 0 at
   * the end. For bytes that `blocks` then lacks.
   */
  readonly readInto?: (target: Uint8Array) => number;
  close(): Promise<void>;
}

export interface SourceOptions {
  readonly stdin: NodeJS.ReadableStream;
  /** Called with the size of each block that was read, before any decompression. */
  readonly onBytes: (bytes: number) => void;
  readonly blockBytes: number;
}

/** How messages call an input. */
export function inputName(input: string): string {
  return input === "-" ? "standard input" : input;
}

/**
 * Opens with the calls of `node:fs` that return at once: its promises cost each start some milliseconds.
 * @throws LossctlError (input) for what is missing, a directory or not readable.
 */
export async function openSource(input: string, options: SourceOptions): Promise<Source> {
  if (input === "-") return standardInput(options);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(input, "r");
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
    return file(input, descriptor, status.isFile() ? status.size : null, options);
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw readFailure(inputName(input), error);
  }
}

function file(input: string, descriptor: number, size: number | null, options: SourceOptions): Source {
  const regular = size !== null;
  let open = true;
  let total = 0;
  const readInto = (target: Uint8Array) => {
    let bytes: number;
    let left: number | null = null;
    try {
      bytes = readSync(descriptor, target, 0, target.length, null);
      // Some file systems know no sizes: what counts is that it was another one before.
      if (bytes === 0 && size !== null && total < size) left = fstatSync(descriptor).size;
    } catch (error) {
      throw readFailure(inputName(input), error);
    }
    if (size !== null && left !== null && left < size) throw becameShorter(inputName(input), size, left);
    total += bytes;
    if (bytes > 0) options.onBytes(bytes);
    return bytes;
  };
  /** A named pipe may keep its reader waiting, who must hear signals meanwhile. */
  const wait = (target: Uint8Array) =>
    new Promise<number>((resolve, reject) => {
      read(descriptor, target, 0, target.length, null, (error, bytes) => {
        if (error !== null) return reject(readFailure(inputName(input), error));
        if (bytes > 0) options.onBytes(bytes);
        resolve(bytes);
      });
    });
  return {
    reopenable: regular,
    size,
    async close() {
      if (open) closeSync(descriptor);
      open = false;
    },
    ...(regular ? { readInto } : {}),
    async *blocks() {
      for (;;) {
        const block = Buffer.allocUnsafeSlow(options.blockBytes);
        const bytes = regular ? readInto(block) : await wait(block);
        if (bytes === 0) return;
        yield block.subarray(0, bytes);
      }
    },
  };
}

function standardInput({ stdin, onBytes }: SourceOptions): Source {
  const chunks = stdin[Symbol.asyncIterator]();
  return {
    reopenable: false,
    size: null,
    async close() {
      await chunks.return?.();
    },
    async *blocks() {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          throw readFailure(inputName("-"), error);
        });
        if (next.done === true) return;
        const block = Buffer.from(next.value);
        onBytes(block.length);
        yield block;
      }
    },
  };
}

/** Its last record may be cut in half and look whole. */
function becameShorter(name: string, size: number, left: number): LossctlError {
  return inputError(
    `expected ${size} bytes as when it was opened, found ${left}: it became shorter while it was read`,
    { file: name },
    "start again when it is written",
  );
}

/** The operating system's refusal in words. */
export function readFailure(name: string, error: unknown): LossctlError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const text =
    code === "ENOENT" || code === "ENOTDIR"
      ? "no such file"
      : code === "EISDIR"
        ? "is a directory, expected a file"
        : code === "EACCES" || code === "EPERM"
          ? "permission denied"
          : `can't be read: ${error instanceof Error ? error.message : String(error)}`;
  return inputError(text, { file: name }, undefined, error);
}

/** True if both paths lead to one regular file, also by links; what is not there is no file. */
export function isSameFile(path: string, other: string): boolean {
  const [first, second] = [path, other].map((name) =>
    statSync(name, { bigint: true, throwIfNoEntry: false }),
  );
  if (first === undefined || second === undefined || !first.isFile()) return false;
  return first.dev === second.dev && first.ino === second.ino;
}

/** Size of all inputs together, before any decompression; null where one of them has none (a pipe). */
export function totalBytes(inputs: readonly string[]): number | null {
  let total = 0;
  for (const input of inputs) {
    const found = input === "-" ? null : statusOf(input);
    if (found === null || !found.isFile()) return null;
    total += Number(found.size);
  }
  return total;
}

/** Whether an input is there but can be read only once: a pipe or a device. */
export function isReadOnce(input: string): boolean {
  if (input === "-") return true;
  const found = statusOf(input);
  return found !== null && !found.isFile() && !found.isDirectory();
}

/** Null where there is none, or none that we may see: reading says why. */
function statusOf(path: string) {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
