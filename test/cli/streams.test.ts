/** What happens to the exit code and the document when a stream closes, fills up, or a signal comes. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderOfFixtures, lossctl, shell, start } from "./process.ts";

const EVAL = "lossctl eval four-rows.csv --label y_true --pred y_pred --loss mse";
let folder: ReturnType<typeof folderOfFixtures>;

beforeAll(() => {
  folder = folderOfFixtures();
  // Its report is several times what a pipe holds, so that a reader's end is felt while writing.
  const rows = Array.from({ length: 5000 }, (_, row) => `slice-${row},${row % 7},${row % 5}`);
  writeFileSync(join(folder.path, "many-slices.csv"), `s,y_true,y_pred\n${rows.join("\n")}\n`);
});
afterAll(() => folder.remove());

describe("a closed stdout never turns a failure into a success", () => {
  const MANY = "lossctl eval many-slices.csv --label y_true --pred y_pred --by s --loss mse --json";
  const readers = ["head -c 1 > first", "true", "exec 0<&-"];
  test.each(readers)("a failed gate exits 1 where the reader is `%s`", async (reader) => {
    for (const command of [`${EVAL} --max mse=0`, `${MANY} --max mse=0`]) {
      const script = `${command} | { ${reader}; }; exit \${PIPESTATUS[0]}`;
      expect(await shell(script, folder.path, "bash")).toEqual({ code: 1, stdout: "", stderr: "" });
    }
  });

  test("an undecided gate exits 4", async () => {
    const script = `${MANY} --max-slice mse=0 --min-rows 9 | true; exit \${PIPESTATUS[0]}`;
    expect(await shell(script, folder.path, "bash")).toEqual({ code: 4, stdout: "", stderr: "" });
  });

  test("gates that pass exit 0: the reader had what it wanted", async () => {
    const script = `${MANY} --max mse=100 | head -c 1; exit \${PIPESTATUS[0]}`;
    expect(await shell(script, folder.path, "bash")).toEqual({ code: 0, stdout: "{", stderr: "" });
  });

  test("a closed stderr changes nothing", async () => {
    const found = await shell(`${EVAL} --max mse=0 --format csv 2>&-`, folder.path);
    expect(found).toEqual({ code: 1, stdout: "loss,value,rows\nmse,2.25,4\n", stderr: "" });
  });
});

describe("an output that can't be written", () => {
  const full = existsSync("/dev/full");

  test.skipIf(!full)("a full device as stdout exits 3, also where a gate failed", async () => {
    for (const gate of ["", " --max mse=0", " --exit-zero --max mse=0"]) {
      const { code, stderr } = await shell(`${EVAL}${gate} > /dev/full`, folder.path);
      expect(code).toBe(3);
      expect(stderr).toMatch(/^lossctl: [^\n]*space[^\n]*\n$/);
    }
  });
});

describe("a signal ends with 128 and its number", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s while reading exits %i, and no output file appears", async (signal, code) => {
    const args = ["eval", "--label", "y_true", "--pred", "y_pred", "-o", `${signal}.json`];
    const before = readdirSync(folder.path);
    const running = start("lossctl", args, folder.path);
    running.process.stdin?.write("y_true,y_pred\n1,1\n");
    await pause(400);
    expect(running.process.exitCode, "still reading").toBeNull();
    running.process.stdin?.write("2,1\n");
    running.process.kill(signal);
    const outcome = await running.outcome;
    running.process.stdin?.destroy();
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: "" });
    expect(readdirSync(folder.path)).toEqual(before);
  });
});

test("SIGINT while a fit descends exits 130, and no model and no history appear", async () => {
  const rows = Array.from({ length: 2000 }, (_, i) => `${i % 17},${(i * i) % 101},${Math.sin(i)}\n`);
  writeFileSync(join(folder.path, "descent.csv"), `a,b,y\n${rows.join("")}`);
  const before = readdirSync(folder.path);
  // So slow that it would take minutes.
  const slowly = ["--loss", "log-cosh", "--learning-rate", "1e-9", "--epochs", "100000000", "--gtol", "0"];
  const documents = ["--model", "m.json", "--history", "h.csv", "-o", "fit.json"];
  const running = start("lossctl", ["fit", "descent.csv", ...slowly, ...documents], folder.path);
  await new Promise((resolve) => running.process.stderr?.once("data", resolve));
  await pause(400);
  expect(running.process.exitCode, "still on its way").toBeNull();
  running.process.kill("SIGINT");
  const { code, stdout } = await running.outcome;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(readdirSync(folder.path)).toEqual(before);
});

describe("standard input", () => {
  const terminal = existsSync("/usr/bin/script");

  test.skipIf(!terminal)("a terminal there shows help on stderr and exits 2", async () => {
    // util-linux: the command's stdin is a new terminal.
    await shell(`script -qec 'lossctl eval > out 2> err; echo $? > code' /dev/null`, folder.path);
    expect(readFileSync(join(folder.path, "code"), "utf8")).toBe("2\n");
    expect(readFileSync(join(folder.path, "out"), "utf8")).toBe("");
    const { stdout } = await lossctl(["eval", "--help"]);
    expect(stdout).toMatch(/^Usage: lossctl eval /);
    const shown = readFileSync(join(folder.path, "err"), "utf8");
    expect(shown.split("\n")[0]).toBe(stdout.split("\n")[0]);
  });

  test.skipIf(!terminal)("a terminal there is not read where files are named", async () => {
    await shell(`script -qec '${EVAL} --format csv > out 2> err; echo $? > code' /dev/null`, folder.path);
    expect(readFileSync(join(folder.path, "code"), "utf8")).toBe("0\n");
    expect(readFileSync(join(folder.path, "out"), "utf8")).toBe("loss,value,rows\nmse,2.25,4\n");
    expect(readFileSync(join(folder.path, "err"), "utf8")).toBe("");
  });

  test("an empty one is an empty file", async () => {
    const { code, stdout, stderr } = await lossctl(["eval", "--loss", "mse"]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^lossctl: standard input: [^\n]*empty[^\n]*\n$/);
  });

  test("records that come in pieces are one", async () => {
    const args = ["eval", "--label", "y_true", "--pred", "y_pred", "--loss", "mse", "--format", "csv"];
    const running = start("lossctl", args, folder.path);
    for (const piece of ["y_tr", "ue,y_pred\r", '\n1,"', '1"\n2', ",", "1"]) {
      running.process.stdin?.write(piece);
      await pause(20);
    }
    running.process.stdin?.end();
    expect(await running.outcome).toEqual({
      code: 0,
      stdout: "loss,value,rows\nmse,0.5,2\n",
      stderr: "",
    });
  });
});
