/**
 * Each folder of test/cases/<command> is a case: `cmd` goes through a shell in a folder with the fixtures, with
 * `stdin` as its standard input if there is one; `stdout`, `stderr` and `code` are what it leaves. UPDATE_CASES=1
 * writes what is found where it is not what is expected: the review is the diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { matches, withoutVersion } from "./expected.ts";
import { folderOfFixtures, type Outcome, ROOT, shell } from "./process.ts";

const CASES = join(ROOT, "test", "cases");
const UPDATE = process.env.UPDATE_CASES === "1";
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** Lets two run at a time: a case is a process, and small machines have two cores. */
class Turns {
  #free = 2;
  readonly #waiting: (() => void)[] = [];

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

const turns = new Turns();

async function run(folder: string): Promise<Outcome> {
  const work = folderOfFixtures();
  try {
    const stdin = join(folder, "stdin");
    const input = existsSync(stdin) ? readFileSync(stdin, "utf8") : "";
    return await shell(readFileSync(join(folder, "cmd"), "utf8"), work.path, "sh", input);
  } finally {
    work.remove();
  }
}

function compare(folder: string, stream: "stdout" | "stderr" | "code", text: string): void {
  const file = join(folder, stream);
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  const found = withoutVersion(text, version);
  if (matches(expected, found)) return;
  if (UPDATE) writeFileSync(file, found);
  else expect(found, stream).toBe(expected);
}

for (const command of readdirSync(CASES)) {
  describe.concurrent(command, () => {
    for (const name of readdirSync(join(CASES, command))) {
      const folder = join(CASES, command, name);
      test(name.replaceAll("-", " "), async () => {
        const { code, stdout, stderr } = await turns.take(() => run(folder));
        compare(folder, "code", `${code}\n`);
        compare(folder, "stderr", stderr);
        compare(folder, "stdout", stdout);
      });
    }
  });
}
