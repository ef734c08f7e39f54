/** What pages and help print are commands that run, and print what the page says they print. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { lossEntry } from "../../src/catalogue/entry.ts";
import { lossesPage } from "../../src/commands/losses-page.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { commandLine } from "../../src/report/shell.ts";
import { PLAIN } from "../../src/report/style.ts";
import { folderOfFixtures, lossctl, shell } from "./process.ts";

const io = { ...process, version: "1.2.3", env: {} } as unknown as Parameters<typeof lossesPage>[3];
const SEPARATOR = "----------";

/** The command of a page and what stands below it. */
function exampleOf(page: string): { readonly command: string; readonly output: string } {
  const [, example = ""] = page.split(/^example {5}/m);
  const [command = "", ...output] = example.split("\n\n");
  return { command, output: output.join("\n\n").replace(/^ {2}/gm, "") };
}

describe("the example of a page", () => {
  const stated = ["huber:delta=0.5", "l2", "focal:gamma=1:alpha=0.25"];

  /** One loss for each way in which an example is written: all of a way differ in the loss's name and numbers only. */
  function ways(): string[] {
    const byWay = new Map<string, string>();
    for (const { id } of catalogue) {
      const { table = [], options = [] } = lossEntry(parseLoss(id)).example ?? {};
      const way = JSON.stringify([table[0], table.length > 2, options]);
      byWay.set(way, byWay.get(way) ?? id);
    }
    return [...byWay.values()];
  }

  it("is written in all ways that there are", () => {
    expect(ways().length).toBeGreaterThan(8);
  });

  it("runs as it is printed, and prints what the page says", async () => {
    const names = [...ways(), ...stated];
    const pages = await Promise.all(
      names.map((name) => lossesPage(name, false, { width: 80, style: PLAIN }, io)),
    );
    const examples = pages.map(exampleOf);
    const script = examples.map(({ command }) => `${command}\necho ${SEPARATOR}`).join("\n");
    const work = folderOfFixtures();
    try {
      const { stdout, code } = await shell(script, work.path);
      expect(code).toBe(0);
      const printed = stdout.split(`${SEPARATOR}\n`);
      names.forEach((name, place) => {
        expect(printed[place], name).toBe(examples[place]?.output);
      });
    } finally {
      work.remove();
    }
  });

  it("has the value of the definition's example", async () => {
    for (const { id, example } of catalogue) {
      const { key = "" } = lossEntry(parseLoss(id)).example ?? {};
      const page = await lossesPage(id, false, { width: 80, style: PLAIN }, io);
      const line = page.split("\n").find((text) => text.startsWith(`  ${key} `)) ?? "";
      const [text = ""] = line
        .slice(2 + key.length)
        .trim()
        .split(/\s/);
      // As many digits as the interval supports.
      const decimals = Math.min(4, text.split(".")[1]?.length ?? 0);
      expect(text, id).not.toBe("");
      expect(Number(text), id).toBeCloseTo(example?.value ?? Number.NaN, decimals);
    }
  });
});

it("the examples of the help run", async () => {
  const { stdout } = await lossctl(["losses", "--help"]);
  const commands = [...stdout.matchAll(/^ {2}(lossctl losses .*)$/gm)].map(([, command = ""]) => command);
  expect(commands).toHaveLength(2);
  const work = folderOfFixtures();
  try {
    const script = `cp four-rows.csv preds.csv; ${commands.join(" && ")}`;
    const { code, stdout: printed } = await shell(script, work.path);
    expect(code).toBe(0);
    expect(printed).toContain("huber:delta=2");
    expect(printed).toContain("preds.csv   4 rows");
  } finally {
    work.remove();
  }
});

describe("the advice of --for", () => {
  const files: readonly (readonly string[])[] = [
    ["diabetes-ridge.csv", "--pred", "pred_ridge"],
    ["breast-cancer-logistic.csv", "--label", "y", "--pred", "prob"],
    ["breast-cancer-logistic.csv", "--label", "label", "--pred", "prob"],
    ["breast-cancer-logistic.csv", "--label", "y_pm1", "--pred", "logit"],
    ["iris-softmax.csv", "--label", "label", "--pred", "p_*"],
    ["iris-softmax.csv", "--label", "y_*", "--pred", "z_*"],
    ["iris-softmax.csv", "--label", "x0,x1,x2,x3", "--pred", "r0,r1,r2,r3"],
    ["randhie-poisson.ndjson"],
    ["four-rows.csv.gz"],
    ["quantiles.csv", "--pred", "q*"],
    ["faults.csv"],
  ];

  it("names losses that eval computes on that file, and the command that does", async () => {
    const work = folderOfFixtures();
    writeFileSync(join(work.path, "quantiles.csv"), "y,q0.1,q0.5,q0.9\n3,1,3,4\n2,1,2,3\n");
    writeFileSync(join(work.path, "faults.csv"), "y,p\n1.5,2\n,3\n2.5,abc\nabc,1\n-1,inf\n");
    try {
      for (const args of files) {
        const { stdout, code } = await shell(
          commandLine(["lossctl", "losses", "--json", "--for", ...args]),
          work.path,
        );
        expect(code).toBe(0);
        const { advice, command, columns } = JSON.parse(stdout);
        const losses = advice.flatMap((each: { losses: string[] }) => each.losses).join(",");
        const run = await shell(`${command} --json --loss ${losses}`, work.path);
        expect({ args, code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toMatchObject({ code: 0 });
        expect(JSON.parse(run.stdout).columns).toMatchObject(columns);
      }
    } finally {
      work.remove();
    }
  });
});

describe("a terminal", () => {
  // util-linux: the command's output is a new terminal.
  const terminal = existsSync("/usr/bin/script");

  it.skipIf(!terminal)(
    "of 60 columns gets pages and lists that fit, in colour, and braille where it is UTF-8",
    async () => {
      for (const name of ["", "huber:delta=2", "log-loss"]) {
        const inside = `stty cols 60; LC_ALL=C.UTF-8 TERM=xterm lossctl losses ${name}`;
        const { code, stdout } = await shell(`script -qec '${inside}' /dev/null`, ".");
        expect(code).toBe(0);
        expect(stdout).toContain("\u001B[1m");
        expect(/[\u2800-\u28ff]/.test(stdout)).toBe(name !== "");
        const lines = stripVTControlCharacters(stdout).split(/\r?\n/);
        expect(lines.filter((line) => stringWidth(line) > 60)).toEqual([]);
      }
    },
  );
});
