/** Where bytes come from: a file, or standard input as `-`. The only unit that touches the file system. */
import { type FileHandle, open, stat } from "node:fs/promises";
import { inputError, type LossctlError } from "../errors.ts";

export interface Source {
  /** False for pipes and devices, whose bytes come once. */
  readonly reopenable: boolean;
  /** The bytes in order, in blocks that stay valid; can be asked for once. */
  blocks(): AsyncGenerator<Buffer>;
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

/** @throws LossctlError (input) for what is missing, a directory or not readable. */
export async function openSource(input: string, options: SourceOptions): Promise<Source> {
  if (input === "-") return standardInput(options);
  let handle: FileHandle | undefined;
  try {
    handle = await open(input, "r");
    const status = await handle.stat();
    if (status.isDirectory()) throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
    return file(input, handle, status.isFile(), options);
  } catch (error) {
    await handle?.close();
    throw readFailure(inputName(input), error);
  }
}

function file(input: string, handle: FileHandle, reopenable: boolean, options: SourceOptions): Source {
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= handle.close();
    return closing;
  };
  return {
    reopenable,
    close,
    async *blocks() {
      for (;;) {
        const block = Buffer.allocUnsafeSlow(options.blockBytes);
        const { bytesRead } = await handle.read(block, 0, block.length, null).catch((error: unknown) => {
          throw readFailure(inputName(input), error);
        });
        if (bytesRead === 0) return;
        options.onBytes(bytesRead);
        yield block.subarray(0, bytesRead);
      }
    },
  };
}

function standardInput({ stdin, onBytes }: SourceOptions): Source {
  const chunks = stdin[Symbol.asyncIterator]();
  return {
    reopenable: false,
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

/** Size of all inputs together, before any decompression; null where one of them has none (a pipe). */
export async function totalBytes(inputs: readonly string[]): Promise<number | null> {
  let total = 0;
  for (const input of inputs) {
    const found = input === "-" ? undefined : await stat(input).catch(() => undefined);
    if (found === undefined || !found.isFile()) return null;
    total += found.size;
  }
  return total;
}

/** Whether an input is there but can be read only once: a pipe or a device. */
export async function isReadOnce(input: string): Promise<boolean> {
  if (input === "-") return true;
  const found = await stat(input).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
