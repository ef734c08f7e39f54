/** Output that is written piece by piece. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { fileOutput } from "../../src/report/file-output.ts";
import { streamOutput } from "../../src/report/output.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lossctl-output-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a file", () => {
  it("is there only when it is committed, with all pieces in their order", async () => {
    const path = join(folder, "rows.csv");
    writeFileSync(path, "old");
    const output = await fileOutput(path);
    expect(await output.write("a\n")).toBe(true);
    expect(await output.write(Buffer.from("b\n"))).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("old");
    await output.commit();
    expect(readFileSync(path, "utf8")).toBe("a\nb\n");
    expect(readdirSync(folder)).toEqual(["rows.csv"]);
  });

  it("leaves the old one and nothing else when it is discarded", async () => {
    const path = join(folder, "rows.csv");
    writeFileSync(path, "old");
    const output = await fileOutput(path);
    await output.write("new");
    await output.discard();
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["rows.csv"]);
  });

  it("can have its beginning replaced, and goes on at its end", async () => {
    const path = join(folder, "rows.npy");
    const output = await fileOutput(path);
    expect(output.seekable).toBe(true);
    await output.write("0000 rows");
    await output.patch(Buffer.from("0042"));
    await output.write("!");
    await output.commit();
    expect(readFileSync(path, "utf8")).toBe("0042 rows!");
  });

  it("takes signals only while it is open", async () => {
    const before = process.listenerCount("SIGINT");
    const output = await fileOutput(join(folder, "a"));
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    await output.discard();
    const other = await fileOutput(join(folder, "b"));
    await other.commit();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it.skipIf(process.platform === "win32")(
    "that is a device is written to, and can't be patched",
    async () => {
      const output = await fileOutput("/dev/null");
      expect(output.seekable).toBe(false);
      expect(await output.write("x")).toBe(true);
      await output.commit();
    },
  );
});

describe("a stream", () => {
  const failing = (code: string) =>
    new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error(code), { code }));
      },
    });

  it("takes the next piece when it has taken the last", async () => {
    const taken: string[] = [];
    let done: (() => void) | undefined;
    const slow = new Writable({
      write(chunk, _encoding, next) {
        taken.push(String(chunk));
        done = next;
      },
    });
    const output = streamOutput(slow);
    let more: boolean | undefined;
    const written = output.write("a").then((result) => {
      more = result;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([taken, more]).toEqual([["a"], undefined]);
    done?.();
    await written;
    expect(more).toBe(true);
  });

  it("wants no more when its reader has closed it", async () => {
    const output = streamOutput(failing("EPIPE"));
    expect(await output.write("a")).toBe(false);
    expect(await output.write("b")).toBe(false);
  });

  it("that fails otherwise is an error", async () => {
    await expect(streamOutput(failing("ENOSPC")).write("a")).rejects.toThrow(LossctlError);
  });
});
