/** What the documents and the help show is what the built command does. */
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT, shell, temporaryFolder } from "./process.ts";

/** `$ lossctl …` in a fenced block, and the lines that follow it up to the end of the block or the next command. */
function shownCommands(document: string): { command: string; output: string }[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  const blocks = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.split("\n");
        return { command, output: output.join("\n") };
      }),
  );
}

describe("README.md", () => {
  const folder = temporaryFolder();
  beforeAll(() => symlinkSync(join(ROOT, "fixtures"), join(folder.path, "fixtures")));
  afterAll(() => folder.remove());
  const commands = shownCommands("README.md");

  test("shows a command", () => {
    expect(commands.length).toBeGreaterThan(0);
  });

  // One after the other in one folder, as a reader would: what one writes the next may read.
  test.each(commands)("$command", async ({ command, output }) => {
    const outcome = await shell(command, folder.path);
    expect(outcome.stdout).toBe(output);
    expect(outcome.stderr).toBe("");
  });

  test("names only options that there are", async () => {
    const text = readFileSync(join(ROOT, "README.md"), "utf8");
    const { stdout: help } = await shell("lossctl eval --help", ROOT);
    const options = [...text.matchAll(/lossctl eval.*/g)].flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
    expect(options.filter((option) => !help.includes(option))).toEqual([]);
  });
});

describe("the help", () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    const rows = ["0,0.25,a", "1,0.75,a", "1,0.5,b", "0,0.125,b"];
    writeFileSync(join(folder.path, "preds.csv"), `y_true,y_pred,segment\n${rows.join("\n")}\n`);
  });
  afterAll(() => folder.remove());

  test("gives examples that run", async () => {
    const { stdout: help } = await shell("lossctl eval --help", ROOT);
    const examples = /^Examples:\n((?: {2}lossctl .*\n)+)/m.exec(help)?.[1]?.trim().split("\n") ?? [];
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) {
      const outcome = await shell(example.trim(), folder.path);
      expect([0, 1]).toContain(outcome.code);
      expect(outcome.stdout).toContain("preds.csv");
    }
  });
});
