/**
 * Standard output and standard error. A terminal is Node's stream; a file or a pipe is written with plain system
 * calls, because the first use of Node's streams loads some 10 ms of modules, which each start of a command in CI or
 * in a pipe would pay.
 */
import { fstatSync, writeSync } from "node:fs";
import { codeOf } from "./write-failure.ts";

/** What is needed of a stream of Node, which is one. */
export interface StandardStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** `done` is called when more may be written, or with the reason why it could not. */
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  /** Of streams that report a failed write by an event as well. */
  once?(event: "error", listener: (error: Error) => void): unknown;
  off?(event: "error", listener: (error: Error) => void): unknown;
}

/** @param node makes Node's stream of the same descriptor; called where it is needed only. */
export function standardStream(descriptor: number, node: () => StandardStream): StandardStream {
  try {
    // A terminal is one. So is the null device, which loses nothing by it; consoles of Windows are.
    if (fstatSync(descriptor).isCharacterDevice()) return node();
  } catch {
    // Closed: Node's stream has an answer to that.
    return node();
  }
  return new PlainStream(descriptor, node);
}

/** Whether all that was written is with the system; a stream that was never made has nothing to write. */
export function isWritten(stream: StandardStream | undefined): boolean {
  return stream === undefined || (stream instanceof PlainStream && stream.isPlain);
}

class PlainStream implements StandardStream {
  readonly isTTY = false;
  readonly #descriptor: number;
  readonly #node: () => StandardStream;
  /** Once it is needed it has all that follows: two ways would mix up the order. */
  #stream: StandardStream | null = null;

  constructor(descriptor: number, node: () => StandardStream) {
    this.#descriptor = descriptor;
    this.#node = node;
  }

  get isPlain(): boolean {
    return this.#stream === null;
  }

  write(data: string | Uint8Array, done: (error?: Error | null) => void = () => {}): void {
    if (this.#stream !== null) {
      this.#stream.write(data, done);
      return;
    }
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
    } catch (error) {
      if (codeOf(error) === "EAGAIN") {
        // A pipe that somebody made non-blocking is full: Node's stream waits for its reader.
        this.#stream = this.#node();
        this.#stream.write(bytes.subarray(written), done);
      } else done(error as Error);
      return;
    }
    done();
  }
}
