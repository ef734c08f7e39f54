/** The examples of each command's help are commands that run. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lossctl, shell, temporaryFolder } from "./process.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
  const rows = ["a,0,0.25", "a,1,0.75", "b,1,0.875", "b,0,0.125"];
  writeFileSync(join(folder.path, "preds.csv"), `segment,y_true,y_pred\n${rows.join("\n")}\n`);
  const houses = Array.from(
    { length: 20 },
    (_, row) => `${20 + 5 * row},${row % 3},${100 + 11 * row + (row % 4)}`,
  );
  writeFileSync(join(folder.path, "data.csv"), `area,rooms,price\n${houses.join("\n")}\n`);
});
afterAll(() => folder.remove());

test.each(["eval", "grad", "fit", "predict"])("%s", async (command) => {
  const { stdout } = await lossctl([command, "--help"]);
  const [, section = ""] = stdout.split("Examples:\n");
  const examples = section.match(/^ {2}lossctl .*$/gm) ?? [];
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const example of examples) {
    const { code, stderr } = await shell(example, folder.path);
    expect(code, `${example}\n${stderr}`).toBe(0);
  }
});
