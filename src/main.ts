/** The program: commands, and the one place where an outcome becomes an exit code. */
import { Command, CommanderError } from "commander";
import type { CommandIo } from "./commands/io.ts";
import { usageLine } from "./commands/usage-line.ts";
import { EXIT, LossctlError } from "./errors.ts";
import { isWritten, type StandardStream, standardStream } from "./report/standard-stream.ts";
import { visible } from "./visible.ts";

/** Replaced by the build. */
declare const LOSSCTL_VERSION: string;

/** A reader that has enough must not turn the verdict into a failure; what is written is checked where it is. */
function quiet(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.listenerCount("error") === 0) stream.on("error", () => {});
  return stream;
}

let stdout: StandardStream | undefined;
let stderr: StandardStream | undefined;

/** Streams are made when they are asked for: one that is not used costs a start a millisecond or more. */
const io: CommandIo = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    stdout ??= standardStream(1, () => quiet(process.stdout));
    return stdout;
  },
  get stderr() {
    stderr ??= standardStream(2, () => quiet(process.stderr));
    return stderr;
  },
  env: process.env,
  version: LOSSCTL_VERSION,
};

const EXIT_CODES = `
Exit codes:
  0  computed; all gates passed, or none were set
  1  computed; a gate failed
  2  not computed: wrong usage or configuration
  3  not computed: input can't be read or used, output can't be written
  4  computed; no gate failed, one could not be decided
  70 a fault of lossctl itself; 128+n ended by signal n`;

function createProgram(): Command {
  return (
    new Command("lossctl")
      .description(
        "How wrong are the predictions? Exact losses from CSV and NDJSON, by slice, with gates for CI.",
      )
      .version(io.version, "-V, --version", "print the version")
      .helpOption("-h, --help", "print this help")
      // Before any sub-command is added: they inherit it. Commander's own exit code for wrong usage is 1, which
      // here says that a gate failed.
      .exitOverride()
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(text),
        outputError: (text, write) => write(`lossctl: ${visible(usageLine(text))}\n`),
      })
      .configureHelp({
        // Asked for with the help only: standard output is not made before.
        get helpWidth() {
          return Math.min(io.stdout.columns || 80, 100);
        },
        // The descriptions state choices and defaults themselves.
        optionDescription: (option) => option.description,
      })
      .helpCommand(false)
      .addHelpText("after", EXIT_CODES)
  );
}

type Register = (program: Command, io: CommandIo, settle: (code: number) => void) => void;

/** In the order of the help. A command's code is run when it is called: it would cost every other's start. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  eval: async () => (await import("./commands/eval.ts")).registerEval,
  grad: async () => (await import("./commands/grad.ts")).registerGrad,
  fit: async () => (await import("./commands/fit.ts")).registerFit,
  predict: async () => (await import("./commands/predict.ts")).registerPredict,
  compare: async () => (await import("./commands/compare.ts")).registerCompare,
  losses: async () => (await import("./commands/losses.ts")).registerLosses,
  check: async () => (await import("./commands/check.ts")).registerCheck,
};

/** What names no command and needs none. */
const VERSION: ReadonlySet<string> = new Set(["-V", "--version"]);

/** Registers the command that is named first; all where none is, or one that there is not. */
async function registerCommands(program: Command, settle: (code: number) => void): Promise<void> {
  const [, , name = ""] = process.argv;
  if (VERSION.has(name)) return;
  const wanted = Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
  for (const command of wanted) (await COMMANDS[command]?.())?.(program, io, settle);
}

function fail(error: unknown): number {
  const debug = process.argv.includes("--debug");
  if (error instanceof LossctlError) {
    io.stderr.write(`lossctl: ${visible(error.message)}\n`);
    if (debug) io.stderr.write(`${error.stack ?? ""}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(
    `lossctl: internal error: ${visible(message.split("\n")[0] ?? "")} (a fault of lossctl; --debug shows where)\n`,
  );
  if (debug && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  return EXIT.internal;
}

async function main(): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram();
  await registerCommands(program, (settled) => {
    code = settled;
  });
  if (process.argv.length <= 2) {
    program.outputHelp({ error: true });
    return EXIT.usage;
  }
  try {
    await program.parseAsync(process.argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return fail(error);
  }
}

// Node ends with 1 on both, which here says that a gate failed.
process.on("uncaughtException", (error) => {
  process.exitCode = fail(error);
  // What the fault left open must not keep the process alive; the message is written (pipes are synchronous).
  process.exit();
});
process.on("unhandledRejection", (error) => {
  throw error;
});

void main().then((code) => {
  process.exitCode = code;
  // Ending at once, rather than when Node has taken down its heap, saves 4 ms; but a stream of Node may hold back what
  // was written to it.
  if (isWritten(stdout) && isWritten(stderr)) process.exit();
});
