// npm run coverage [-- SAMPLES ROWS SEED]: how often 95% intervals of each kind hold a truth that is known, on made data.
import { coverage } from "../test/evaluate/coverage.ts";

const [samples = 10_000, rows = 400, seed = 1] = process.argv.slice(2).map(Number);
process.stdout.write(`${samples} samples of ${rows} rows, seed ${seed}\n`);
let worst = 0;
for (const [key, share] of coverage(samples, rows, seed)) {
  process.stdout.write(`${key.padEnd(20)} ${(100 * share).toFixed(2)}%\n`);
  worst = Math.max(worst, Math.abs(share - 0.95));
}
process.exitCode = worst <= 0.02 ? 0 : 1;
