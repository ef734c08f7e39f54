// Whole processes from outside: wall time and largest memory.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Node spends 38 ms on these certificates where they are set, in lossctl and peers alike: ratios would flatter. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** Between two looks at a process's memory, in milliseconds. */
const LOOK = 2;

/**
 * Runs a command to its end.
 * @param {readonly string[]} command
 * @returns {Promise<{ milliseconds: number, text: string }>}
 * @throws Error if it fails
 */
export function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    let errors = "";
    let milliseconds = 0;
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("exit", () => {
      milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    });
    child.on("close", (code) => {
      if (code === 0) resolve({ milliseconds, text });
      else reject(new Error(`${[program, ...args].join(" ")} ended with ${code}: ${errors}`));
    });
  });
}

/**
 * The largest resident memory of a command and its processor time, as Linux keeps them; null elsewhere. Not timed:
 * looking takes time.
 * @param {readonly string[]} command
 * @returns {Promise<{ mebibytes: number, seconds: number } | null>}
 */
export async function watch([program, ...args]) {
  const child = spawn(program, args, { env, stdio: "ignore" });
  let seen = null;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
      // What follows the command's name in parentheses: utime and stime are the 12th and 13th, in hundredths.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const mebibytes = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024;
      if (mebibytes > 0) seen = { mebibytes, seconds: (Number(fields[11]) + Number(fields[12])) / 100 };
    } catch {
      // Not Linux, or at its end.
    }
  }, LOOK);
  await new Promise((resolve) => {
    child.on("exit", resolve);
  });
  clearInterval(look);
  return seen;
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
