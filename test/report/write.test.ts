import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { checkWritable } from "../../src/report/target.ts";
import { writeToFile } from "../../src/report/write-file.ts";
import { writeToStream } from "../../src/report/write-stream.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lossctl-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => join(folder, name);
const root = process.getuid?.() === 0;
const posix = process.platform !== "win32";

async function refusal(promise: Promise<unknown>): Promise<LossctlError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LossctlError);
  return error as LossctlError;
}

describe("writeToFile", () => {
  it("makes a file, and leaves nothing else in the folder", async () => {
    await writeToFile(inFolder("report.json"), "{}\n");
    expect(readFileSync(inFolder("report.json"), "utf8")).toBe("{}\n");
    expect(readdirSync(folder)).toEqual(["report.json"]);
  });

  it("replaces a file by another one, whole, with its mode", async () => {
    writeFileSync(inFolder("a"), "old and longer", { mode: 0o600 });
    chmodSync(inFolder("a"), 0o640);
    const before = statSync(inFolder("a"));
    await writeToFile(inFolder("a"), "new");
    const after = statSync(inFolder("a"));
    expect(readFileSync(inFolder("a"), "utf8")).toBe("new");
    if (posix) expect(after.mode & 0o777).toBe(0o640);
    expect(after.ino).not.toBe(before.ino);
  });

  it("leaves the old file and no other where it fails", async () => {
    writeFileSync(inFolder("a"), "old");
    const broken = { toString: () => "new" } as unknown as string;
    await refusal(writeToFile(inFolder("a"), broken));
    expect(readFileSync(inFolder("a"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it.runIf(posix)(
    "replaces what a link points to, also if that is yet to be made, and keeps the link",
    async () => {
      mkdirSync(inFolder("there"));
      symlinkSync("there/target", inFolder("link"));
      for (const text of ["first", "second"]) {
        await writeToFile(inFolder("link"), text);
        expect(lstatSync(inFolder("link")).isSymbolicLink()).toBe(true);
        expect(readFileSync(inFolder("there/target"), "utf8")).toBe(text);
      }
      expect(readdirSync(inFolder("there"))).toEqual(["target"]);
    },
  );

  it.runIf(existsSync("/dev/null"))("writes to a device and does not replace it", async () => {
    await writeToFile("/dev/null", "text");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it.runIf(existsSync("/dev/full"))("says that there is no space", async () => {
    const error = await refusal(writeToFile("/dev/full", "text"));
    expect(error.message).toBe("/dev/full: can't be written: no space left on the device");
    expect(error.exitCode).toBe(3);
  });

  it("names a missing folder's file", async () => {
    const error = await refusal(writeToFile(inFolder("none/a"), "text"));
    expect(error.message).toBe(`${inFolder("none/a")}: can't be written: its folder does not exist`);
  });
});

describe("checkWritable", () => {
  it("accepts a new file, an existing one and a link, and makes nothing", async () => {
    writeFileSync(inFolder("old"), "old");
    await checkWritable(inFolder("new"));
    await checkWritable(inFolder("old"));
    expect(readdirSync(folder)).toEqual(["old"]);
  });

  it.each([
    ["a missing folder", "none/a.json", "its folder does not exist"],
    ["a folder", ".", "found a folder"],
    ["a name that ends as a folder's", "new/", "found a folder"],
    ["a file as the folder", "old/a.json", "its folder is a file"],
    ["a name that is too long", "x".repeat(300), "its name is too long"],
  ])("refuses %s", async (_, name, words) => {
    writeFileSync(inFolder("old"), "old");
    const error = await refusal(checkWritable(`${folder}/${name}`));
    expect(error.message).toContain(words);
    expect(error.message).toContain(folder);
    expect(error.kind).toBe("output");
  });

  it.runIf(posix)("refuses links in a circle", async () => {
    symlinkSync("b", inFolder("a"));
    symlinkSync("a", inFolder("b"));
    expect((await refusal(checkWritable(inFolder("a")))).message).toContain("circle");
  });

  it.runIf(posix && !root)("refuses a folder and a file without permission", async () => {
    writeFileSync(inFolder("old"), "old", { mode: 0o400 });
    expect((await refusal(checkWritable(inFolder("old")))).message).toContain("no permission");
    chmodSync(folder, 0o500);
    expect((await refusal(checkWritable(inFolder("new")))).message).toContain("no permission");
    chmodSync(folder, 0o700);
  });
});

describe("writeToStream", () => {
  const failing = (code: string): Writable =>
    new Writable({
      write: (_chunk, _encoding, callback) => callback(Object.assign(new Error(`write ${code}`), { code })),
    });

  it("writes the whole text, however slow the reader", async () => {
    const chunks: string[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, callback) => {
        chunks.push(String(chunk));
        setImmediate(callback);
      },
    });
    await writeToStream(slow, "some text\n");
    expect(chunks.join("")).toBe("some text\n");
    expect(slow.listenerCount("error")).toBe(0);
  });

  it("ends quietly where the reader has closed the pipe, also a second time", async () => {
    const closed = failing("EPIPE");
    await writeToStream(closed, "text");
    await new Promise(setImmediate);
    await writeToStream(closed, "text");
  });

  it("says what else went wrong", async () => {
    const error = await refusal(writeToStream(failing("ENOSPC"), "text"));
    expect(error.message).toBe("standard output: can't be written: no space left on the device");
    expect(error.exitCode).toBe(3);
  });
});
