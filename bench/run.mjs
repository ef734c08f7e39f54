// npm run bench [-- --tasks reg,clf] [--rows 1000000] [--runs 5]: lossctl beside its peers. Each task's programs run
// in turn, so that a slow minute of the machine hits all of them; wall time of whole processes, medians, and medians of
// the ratios within a round. Processor time and memory are of one run more.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { dataFile } from "./generate.mjs";
import { median, run, watch } from "./measure.mjs";
import { bareNode, lossctl, peers, variants } from "./programs.mjs";
import { TASKS } from "./tasks.mjs";

const bench = fileURLToPath(new URL("./", import.meta.url));
/** Sums of peers are rounded at each row. */
const TOLERANCE = 1e-9;

const { values } = parseArgs({
  options: {
    tasks: { type: "string" },
    rows: { type: "string" },
    runs: { type: "string", default: "5" },
    clean: { type: "boolean", default: false },
  },
});
if (values.clean) {
  rmSync(`${bench}data`, { recursive: true, force: true });
  process.exit();
}
const names = values.tasks?.split(",") ?? TASKS.map(({ name }) => name);
const unknown = names.filter((name) => TASKS.every((task) => task.name !== name));
if (unknown.length > 0) {
  console.error(`no task ${unknown.join(", ")}: there are ${TASKS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

if (!existsSync(`${bench}node_modules`)) {
  console.error("installing the peers …");
  execFileSync("npm", ["install", "--silent"], { cwd: bench, stdio: "inherit" });
}
const { programs: others, absent } = peers();
const ours = lossctl();
console.log(`${availableParallelism()} processors, ${cpus()[0]?.model ?? "unknown"}`);
for (const { name, version } of [ours, ...others]) console.log(`${name.padEnd(12)} ${version}`);
if (absent.length > 0) console.log(`absent: ${absent.join(", ")}`);

for (const task of TASKS.filter(({ name }) => names.includes(name))) {
  const rows = task.name === "start" ? task.rows : Number(values.rows ?? task.rows);
  const file = dataFile(task.data, rows);
  await measure(task, file, rows);
}

async function measure(task, file, rows) {
  const megabytes = (statSync(file).size / 1e6).toFixed(task.name === "start" ? 1 : 0);
  console.log(`\n${task.name}: ${task.what}, ${rows.toLocaleString("en")} rows, ${megabytes} MB`);
  const entrants = [ours, ...variants, bareNode, ...others].flatMap((program) => {
    const command = program.command(task, file);
    return command === null ? [] : [{ program, command, times: [], seen: null, differs: "" }];
  });
  // Once without the clock: the file comes into the system's cache, and what is computed must agree.
  const expected = ours.numbers((await run(entrants[0].command)).text);
  for (const entrant of entrants) {
    if (entrant.program !== bareNode) {
      const found = entrant.program.numbers((await run(entrant.command)).text);
      entrant.differs = difference(expected, found, task.beside ?? {});
    }
    entrant.seen = await watch(entrant.command);
  }
  for (let round = 0; round < Number(values.runs); round++) {
    for (const entrant of entrants) entrant.times.push((await run(entrant.command)).milliseconds);
  }
  const [own] = entrants;
  // In the same round the machine is about as busy for both.
  const ratioTo = ({ times }) => median(times.map((time, round) => own.times[round] / time));
  console.log(`${" ".repeat(14)}    median     least   ratio      cpu      peak`);
  for (const entrant of entrants) {
    const { program, times, seen, differs } = entrant;
    const cells = [
      `${median(times).toFixed(0)} ms`.padStart(10),
      `${Math.min(...times).toFixed(0)} ms`.padStart(10),
      (entrant === own ? "" : ratioTo(entrant).toFixed(2)).padStart(8),
      (seen === null ? "" : `${seen.seconds.toFixed(2)} s`).padStart(9),
      (seen === null ? "" : `${seen.mebibytes.toFixed(0)} MiB`).padStart(10),
    ];
    console.log(`  ${program.name.padEnd(12)}${cells.join("")}${differs}`);
  }
  const rivals = entrants.filter(({ program }) =>
    task.name === "start" ? program === bareNode : program.database,
  );
  if (rivals.length === 0) return;
  const best = rivals.reduce((a, b) => (ratioTo(a) >= ratioTo(b) ? a : b));
  const verdict = ratioTo(best) <= task.target ? "met" : "missed";
  console.log(`  ${ratioTo(best).toFixed(2)} of ${best.program.name}, target ${task.target}: ${verdict}`);
}

/** Where a peer's numbers are others than ours, in words. */
function difference(expected, found, beside) {
  for (const [name, value] of Object.entries(expected)) {
    const size = Math.max(Math.abs(value), beside[name] ?? 0);
    if (Math.abs(found[name] - value) <= TOLERANCE * size) continue;
    process.exitCode = 1;
    return `  DIFFERS: ${name} is ${found[name]}, not ${value}`;
  }
  return "";
}
