// npm run coverage [-- SAMPLES ROWS SEED]: how often 95% intervals of each kind hold a truth that is known, on made data.
// Those from replicates take a tenth of the samples.
import { differenceCoverage, replicateCoverage } from "../test/compare/coverage.ts";
import { coverage } from "../test/evaluate/coverage.ts";

const REPLICATES = 1000;

const [samples = 10_000, rows = 400, seed = 1] = process.argv.slice(2).map(Number);
process.stdout.write(`${samples} samples of ${rows} rows, seed ${seed}\n`);
let worst = 0;

function show(kind: string, shares: ReadonlyMap<string, number>): void {
  process.stdout.write(`\n${kind}\n`);
  for (const [key, share] of shares) {
    process.stdout.write(`${key.padEnd(20)} ${(100 * share).toFixed(2)}%\n`);
    worst = Math.max(worst, Math.abs(share - 0.95));
  }
}

show("losses", coverage(samples, rows, seed));
show("differences", differenceCoverage({ samples, rows, seed }, null));
const fewer = { samples: Math.ceil(samples / 10), rows, seed };
show(`losses, from ${REPLICATES} replicates`, replicateCoverage(fewer, REPLICATES));
show(`differences, from ${REPLICATES} replicates`, differenceCoverage(fewer, REPLICATES));
process.exitCode = worst <= 0.02 ? 0 : 1;
