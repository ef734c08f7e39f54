/** Runs the built command as a user does: a process of its own, in a clean environment. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const FIXTURES = join(ROOT, "fixtures");
const BIN = join(ROOT, "bin", "lossctl.cjs");

if (!existsSync(join(ROOT, "dist", "lossctl.cjs"))) {
  throw new Error("dist/lossctl.cjs is not there: these tests run the built command (npm run build)");
}

/** What a process left behind. `code` is 128+n where signal n ended it, as a shell has it. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** A folder of its own for files that a test writes; `remove` takes it away. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "lossctl-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A folder whose `lossctl` is this repository's, to stand first in PATH. */
function commandFolder(): string {
  const folder = temporaryFolder();
  // The file's last hook: a test worker is ended without an exit of its own.
  afterAll(() => folder.remove());
  const command = join(folder.path, "lossctl");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(command, 0o755);
  return folder.path;
}

const COMMANDS = commandFolder();

/**
 * Nothing of the caller's environment but where programs are: no NO_COLOR, FORCE_COLOR, CI, nothing that Node
 * reads.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: [COMMANDS, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
  HOME: COMMANDS,
  LC_ALL: "C",
};

/** A running process and its end. */
export interface Running {
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts a program; `lossctl` is this repository's. */
export function start(program: string, args: readonly string[], folder: string): Running {
  const child = spawn(program, args, { cwd: folder, env: ENVIRONMENT, stdio: "pipe" });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => err.push(bytes));
  // A program that ends without reading its input is no fault of the test.
  child.stdin.on("error", () => {});
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({
        code: code ?? 128 + (SIGNALS[signal ?? ""] ?? 0),
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
  return { process: child, outcome };
}

/** Runs `lossctl` with these arguments to its end; `input` is its standard input. */
export function lossctl(args: readonly string[], folder = FIXTURES, input = ""): Promise<Outcome> {
  return finish(start("lossctl", args, folder), input);
}

/** Runs a script of a shell to its end. */
export function shell(script: string, folder: string, program: "sh" | "bash" = "sh", input = "") {
  return finish(start(program, ["-c", script], folder), input);
}

function finish(running: Running, input: string | Buffer): Promise<Outcome> {
  running.process.stdin?.end(input);
  return running.outcome;
}

/** A new folder with a link to each fixture, so that a test can write beside them. */
export function folderOfFixtures(): { readonly path: string; remove(): void } {
  const folder = temporaryFolder();
  for (const name of readdirSync(FIXTURES)) symlinkSync(join(FIXTURES, name), join(folder.path, name));
  return folder;
}
