/** Rows while they are written: a reader that has enough, an input that breaks off, a signal. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shell, start, temporaryFolder } from "./process.ts";

const ROWS = 50_000;
const GRAD = "lossctl grad --label y --pred p --loss mse";
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  folder = temporaryFolder();
  const rows = Array.from({ length: ROWS }, (_, row) => `${row % 7},${row % 5}`).join("\n");
  writeFileSync(join(folder.path, "many.csv"), `y,p\n${rows}\n`);
  writeFileSync(join(folder.path, "broken.csv"), `y,p\n${rows}\n1,x\n`);
});
afterAll(() => folder.remove());

const temporaryFiles = () => readdirSync(folder.path).filter((name) => name.startsWith(".lossctl"));

test.each(["csv", "ndjson", "npy"])(
  "a reader that has enough ends the run quietly, in %s",
  async (format) => {
    const script = `${GRAD} many.csv --format ${format} | head -c 1 > first; exit \${PIPESTATUS[0]}`;
    expect(await shell(script, folder.path, "bash")).toEqual({ code: 0, stdout: "", stderr: "" });
  },
);

test("a reader that has enough stops an input that has no end", async () => {
  const script = `{ echo y,p; yes 1,2; } | ${GRAD} | head -n 3; exit \${PIPESTATUS[1]}`;
  const { code, stdout } = await shell(script, folder.path, "bash");
  expect([code, stdout]).toEqual([0, "row,loss,gradient,hessian\n1,1,2,2\n2,1,2,2\n"]);
});

test("an error after many rows exits 3, with those before it on standard output", async () => {
  const { code, stdout, stderr } = await shell(`${GRAD} broken.csv`, folder.path);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^lossctl: broken.csv:50002: column "p": expected a number, found "x"[^\n]*\n$/);
  const lines = stdout.split("\n");
  expect(lines[0]).toBe("row,loss,gradient,hessian");
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.at(-1)).toBe("");
});

test("an error before a mean's first row leaves standard output empty", async () => {
  const { code, stdout } = await shell(`${GRAD} broken.csv --reduction mean`, folder.path);
  expect([code, stdout]).toEqual([3, ""]);
});

test.each(["csv", "npy"])("an error after many rows leaves no file, in %s", async (format) => {
  const { code } = await shell(`${GRAD} broken.csv -o out.${format}`, folder.path);
  expect(code).toBe(3);
  expect(existsSync(join(folder.path, `out.${format}`))).toBe(false);
  expect(temporaryFiles()).toEqual([]);
});

test("a device that is full exits 3", async () => {
  if (!existsSync("/dev/full")) return;
  const { code, stderr } = await shell(`${GRAD} many.csv > /dev/full`, folder.path);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^lossctl: standard output: [^\n]*space[^\n]*\n$/);
});

test("a signal takes the unfinished file away and still ends the run", async () => {
  writeFileSync(join(folder.path, "old.csv"), "old\n");
  const running = start("lossctl", [...GRAD.split(" ").slice(1), "-o", "old.csv"], folder.path);
  running.process.stdin?.write(readFileSync(join(folder.path, "many.csv")));
  while (temporaryFiles().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  running.process.kill("SIGTERM");
  const { code } = await running.outcome;
  expect(code).toBe(143);
  expect(temporaryFiles()).toEqual([]);
  expect(readFileSync(join(folder.path, "old.csv"), "utf8")).toBe("old\n");
});

test("an npy file is the same whether its rows are counted first or last", async () => {
  const script = `${GRAD} many.csv -q -o file.npy && ${GRAD} many.csv -q --format npy > pipe.npy && cmp file.npy pipe.npy`;
  expect(await shell(script, folder.path)).toEqual({ code: 0, stdout: "", stderr: "" });
});
