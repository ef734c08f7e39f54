/** Standard output and error, where they are no terminal and where they are Node's streams. */
import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isWritten, type StandardStream, standardStream } from "../../src/report/standard-stream.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lossctl-stream-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** In the place of Node's stream: keeps what it is given. */
class Kept implements StandardStream {
  readonly isTTY = true;
  readonly pieces: Uint8Array[] = [];
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): void {
    this.pieces.push(typeof data === "string" ? Buffer.from(data) : data);
    done?.();
  }
}

const none = (): never => {
  throw new Error("Node's stream was asked for");
};

const failure = (stream: StandardStream, text: string): Promise<Error | null | undefined> =>
  new Promise((settle) => stream.write(text, settle));

describe("a standard stream", () => {
  it("writes to a file at once, and Node's stream is not made", async () => {
    const path = join(folder, "out");
    const descriptor = openSync(path, "w");
    const stream = standardStream(descriptor, none);
    expect(stream.isTTY).toBe(false);
    expect(await failure(stream, "größer, ")).toBeUndefined();
    stream.write(Buffer.from("kleiner\n"));
    expect(readFileSync(path, "utf8")).toBe("größer, kleiner\n");
    expect(isWritten(stream)).toBe(true);
    closeSync(descriptor);
  });

  it("says why it could not write", async () => {
    const descriptor = openSync(join(folder, "out"), "w");
    const stream = standardStream(descriptor, none);
    closeSync(descriptor);
    expect(await failure(stream, "lost")).toMatchObject({ code: "EBADF" });
  });

  it("is Node's stream where it is a device, or closed", () => {
    const node = new Kept();
    const descriptor = openSync("/dev/null", "w");
    expect(standardStream(descriptor, () => node)).toBe(node);
    closeSync(descriptor);
    expect(standardStream(descriptor, () => node)).toBe(node);
    expect(isWritten(node)).toBe(false);
  });

  it("leaves the rest and all that follows to Node's stream where a non-blocking pipe is full", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    const node = new Kept();
    const stream = standardStream(writer, () => node);
    const text = Array.from({ length: 100_000 }, (_, row) => `${row}\n`).join("");
    expect(await failure(stream, text)).toBeUndefined();
    const piped = Buffer.alloc(text.length);
    let read = 0;
    try {
      for (;;) read += readSync(reader, piped, read, text.length - read, null);
    } catch (error) {
      expect(error).toMatchObject({ code: "EAGAIN" });
    }
    expect(read).toBeGreaterThan(0);
    expect(node.pieces.length).toBe(1);
    stream.write("end\n");
    expect(Buffer.concat([piped.subarray(0, read), ...node.pieces]).toString()).toBe(`${text}end\n`);
    expect(isWritten(stream)).toBe(false);
    closeSync(reader);
    closeSync(writer);
  });
});

describe("what was never made", () => {
  it("has nothing left to write", () => expect(isWritten(undefined)).toBe(true));
});
