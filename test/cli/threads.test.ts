/** Files so large that threads read them, as a user has them: the same bytes, and the end of a thread that dies. */
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lossctl, type Outcome, ROOT, shell, start, temporaryFolder } from "./process.ts";

/** Below them one thread reads. */
const LEAST_BYTES = 2 ** 26;
const FORMATS = ["csv", "ndjson"] as const;
type Format = (typeof FORMATS)[number];

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
  for (const format of FORMATS) write(`rows.${format}`, format, LEAST_BYTES + 1);
});
afterAll(() => folder.remove());

const SEGMENTS = ["north", "south", "west"];

function line(format: Format, row: number): string {
  const [y, p, segment] = [(row % 997) / 7, (row % 1009) / 9, SEGMENTS[row % 3]!];
  return format === "csv"
    ? `${row % 10},${y},${p},"${segment}, ""x"""\n`
    : `{"id":${row % 10},"y_true":${y},"y_pred":${p},"segment":"${segment}"}\n`;
}

/** Writes at least so many bytes; returns the number of lines. A last one may follow. */
function write(name: string, format: Format, bytes: number, last: string | Buffer = ""): number {
  const rows = 10_000;
  const block = Buffer.from(Array.from({ length: rows }, (_, row) => line(format, row)).join(""));
  const header = format === "csv" ? "id,y_true,y_pred,segment\n" : "";
  const file = openSync(join(folder.path, name), "w");
  writeSync(file, header);
  const blocks = Math.ceil(bytes / block.length);
  for (let count = 0; count < blocks; count++) writeSync(file, block);
  writeSync(file, Buffer.from(last as Buffer));
  closeSync(file);
  return blocks * rows + (header === "" ? 0 : 1);
}

const ASKED = ["--loss", "mse,mae,max-error", "--by", "segment", "--json"];

/** The document and what is said of the readers. */
function reader({ code, stdout, stderr }: Outcome): { document: unknown; notes: string } {
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return { document: { ...JSON.parse(stdout), inputs: [], located: [] }, notes: stderr };
}

describe.each(FORMATS)("%s of more than 64 MB", (format) => {
  test("one, two and three threads print the same bytes, and a pipe the same values", async () => {
    const name = `rows.${format}`;
    const one = await lossctl(["eval", name, ...ASKED, "--threads", "1"], folder.path);
    expect(one.code).toBe(0);
    const words = format === "csv" ? "delimited text" : "NDJSON";
    for (const threads of ["2", "3"]) {
      const more = await lossctl(["eval", name, ...ASKED, "--threads", threads, "--verbose"], folder.path);
      expect(more.stderr).toContain(`${name}: ${words} read by the kernel in ${threads} threads`);
      expect(more.stdout).toBe(one.stdout);
    }
    const piped = await shell(
      `cat ${name} | lossctl eval ${ASKED.join(" ")} --threads 2 --verbose`,
      folder.path,
    );
    expect(piped.stderr).not.toContain("threads");
    expect(reader(piped).document).toEqual(reader(one).document);
  });

  test("a text that is no UTF-8 is an error with its line, and nothing is printed", async () => {
    const name = `bytes.${format}`;
    const [before, after] =
      format === "csv" ? ["1,2,3,a", "\n"] : ['{"id":1,"y_true":2,"y_pred":3,"segment":"a', '"}\n'];
    const last = Buffer.concat([Buffer.from(before), Buffer.from([0xfc]), Buffer.from(after)]);
    const lines = write(name, format, LEAST_BYTES, last);
    const found = await lossctl(["eval", name, ...ASKED, "--threads", "2", "--quiet"], folder.path);
    expect(found).toEqual({
      code: 3,
      stdout: "",
      stderr:
        `lossctl: ${name}:${lines + 1}: column "segment": expected UTF-8, found other bytes in "a\ufffd" ` +
        "(convert the file: iconv -f WINDOWS-1252 -t UTF-8)\n",
    });
  });
});

/** The command with a module that is loaded before it, in its threads too. */
function sabotaged(name: string, code: string): Promise<Outcome> {
  const module = join(folder.path, `${name}.cjs`);
  writeFileSync(
    module,
    `const { isMainThread } = require("node:worker_threads");\nconst fs = require("node:fs");\n${code}`,
  );
  const args = [
    "--require",
    module,
    join(ROOT, "bin", "lossctl.cjs"),
    "eval",
    "rows.csv",
    ...ASKED,
    "--threads",
    "3",
    "--quiet",
  ];
  const running = start("node", args, folder.path);
  running.process.stdin?.end();
  return running.outcome;
}

/** Of a worker, at its third look at the file, which is in the middle of a part that others wait for. */
const inWorker = (what: string) => `
  if (!isMainThread) {
    const { readSync } = fs;
    let reads = 0;
    fs.readSync = (...args) => {
      if (++reads === 3) { ${what} }
      return readSync(...args);
    };
  }`;

describe("a thread that fails", () => {
  test.each([
    ["ends", inWorker("process.exit(5);"), "a thread ended with code 5"],
    ["ends and says that all is well", inWorker("process.exit(0);"), "a thread ended with code 0"],
    [
      "runs out of memory",
      `const threads = require("node:worker_threads");
      const limits = { maxOldGenerationSizeMb: 32 };
      const { Worker } = threads;
      threads.Worker = class extends Worker {
        constructor(text, options) {
          super(text, { ...options, resourceLimits: limits });
        }
      };${inWorker("for (const all = []; ; ) all.push(new Array(1e5).fill({}));")}`,
      "memory",
    ],
    [
      "has a fault",
      "const { add } = Atomics; Atomics.add = (...args) => { if (!isMainThread) throw new TypeError('broken'); return add(...args); };",
      "broken",
    ],
    [
      "has a fault, and it is the first",
      "const { add } = Atomics; Atomics.add = (...args) => { if (isMainThread) throw new TypeError('broken'); return add(...args); };",
      "broken",
    ],
  ])("and %s makes a fault of the run, which ends", async (name, code, message) => {
    const found = await sabotaged(name.replaceAll(/\W+/g, "-"), code);
    expect(found).toMatchObject({ code: 70, stdout: "" });
    expect(found.stderr).toMatch(
      /^lossctl: internal error: [^\n]*\(a fault of lossctl; --debug shows where\)\n$/,
    );
    expect(found.stderr).toContain(message);
  });

  test("to read leaves the file to one thread", async () => {
    const failing = "throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });";
    const found = await sabotaged("unreadable", inWorker(failing));
    const one = await lossctl(["eval", "rows.csv", ...ASKED, "--threads", "1", "--quiet"], folder.path);
    expect(found).toEqual(one);
  });
});
