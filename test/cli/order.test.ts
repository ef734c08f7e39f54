/** The rows' order, and how they are split into files, change no byte of what is reported of them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lossctl, temporaryFolder } from "./process.ts";

const LOSSES = "mse,rmse,mae,medae,max-error,bias,huber,log-cosh,quantile:q=0.1,smape,wape,r2,pearson";
const BINARY = "log-loss,brier,accuracy,precision,auc,ece";

/** Magnitudes from 1e-12 to 1e12, both signs: plain sums differ in their last digits with the order. */
const number = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -12, max: 12 }))
  .map(([digits, exponent]) => digits * 10 ** exponent);
const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const weight = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 10, noNaN: true }));
const slice = fc.constantFrom("a", "b", "", "long name, with a comma");
const row = fc.tuple(slice, number, number, fc.constantFrom(0, 1), probability, weight);

type Row = readonly [string, number, number, number, number, number];

/** A gate's reason may not depend on the order either, so some pass and some fail. */
const GATES = ["--max", "mse=1", "--min", "r2=0.5", "--max-slice", "mae=1e3", "--min-rows", "5"];

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

function write(name: string, rows: readonly Row[]): string {
  const lines = rows.map(([first, ...numbers]) => [`"${first}"`, ...numbers].join(","));
  writeFileSync(join(folder.path, name), `${["s,y,p,c,q,w", ...lines].join("\n")}\n`);
  return name;
}

/** The parts of the report that may not depend on the rows' order, as text. */
async function report(files: readonly string[], columns: readonly string[], losses: string): Promise<string> {
  const args = ["eval", ...files, ...columns, "--weight", "w", "--by", "s", "--loss", losses, "--json"];
  const gates = losses === LOSSES ? GATES : [];
  const { code, stdout, stderr } = await lossctl([...args, ...gates], folder.path);
  expect(stderr).toBe("");
  expect([0, 1, 4]).toContain(code);
  const document = JSON.parse(stdout);
  return JSON.stringify({
    code,
    losses: document.losses,
    slices: document.slices,
    gates: document.gates,
    verdict: document.verdict,
  });
}

const someRows = fc.array(row, { minLength: 30, maxLength: 200 });

test("rows in another order, and in two or three files, give the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(
      someRows.chain((rows) =>
        fc.tuple(
          fc.constant(rows),
          fc.shuffledSubarray(rows, { minLength: rows.length }),
          fc.nat(rows.length),
          fc.nat(rows.length),
        ),
      ),
      async ([rows, shuffled, one, two]) => {
        const [first, second] = [Math.min(one, two), Math.max(one, two)];
        const whole = write("whole.csv", rows);
        const other = write("other.csv", shuffled);
        const parts = [
          write("part-1.csv", shuffled.slice(0, first)),
          write("part-2.csv", shuffled.slice(first, second)),
          write("part-3.csv", shuffled.slice(second)),
        ];
        for (const [columns, losses] of [
          [["--label", "y", "--pred", "p"], LOSSES],
          [["--label", "c", "--pred", "q"], BINARY],
        ] as const) {
          const expected = await report([whole], columns, losses);
          expect(await report([other], columns, losses)).toBe(expected);
          expect(await report(parts, columns, losses)).toBe(expected);
        }
      },
    ),
    { numRuns: 2 },
  );
});
