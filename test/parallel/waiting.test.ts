/** A thread waits for messages when it has said what it has come to: one that ends by itself may never end (`Team.end`). */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { chooseColumns, makePlan } from "../../src/evaluate/plan.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { foldByTeam } from "../../src/parallel/fold-parts.ts";
import { openTable } from "../../src/read/open.ts";
import { temporaryFolder } from "../cli/process.ts";
import { OPTIONS } from "./evaluated.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("a thread that has evaluated its share does not end by itself", async () => {
  const path = join(folder.path, "rows.csv");
  writeFileSync(path, `y,p,w,segment\n${"1,1.5,1,a\n".repeat(2000)}`);
  const table = await openTable([path], { header: true }, { stdin: Readable.from([]), onReader: () => {} });
  const losses = ["mse"];
  const columns = chooseColumns(OPTIONS, true, { names: table.names, open: false, file: path });
  const { requests } = makePlan(losses.map(parseLoss), columns, OPTIONS);
  const work = { kind: "evaluation", losses, columns, options: OPTIONS } as const;
  const files = table.parts(requests) ?? [];
  const folded = await foldByTeam(work, [path], files, 2, { partBytes: 4096, onProgress: () => {} });
  // What ends now, ends over the question.
  const ended = folded?.team.ask(null).catch((error: Error) => error.message);
  expect(await Promise.race([ended, setTimeout(300, "waits")])).toBe("waits");
  folded?.team.end();
  await table.close();
});
