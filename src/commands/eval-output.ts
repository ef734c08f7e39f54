/** What `lossctl eval` prints on standard output: the command itself, on streams of its own. */
import { Readable, Writable } from "node:stream";
import { Command } from "commander";
import { registerEval } from "./eval.ts";
import type { CommandIo } from "./io.ts";

/** @throws LossctlError as the command does. */
export async function evalOutput(
  args: readonly string[],
  input: string,
  width: number,
  { version }: CommandIo,
): Promise<string> {
  const printed: string[] = [];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      printed.push(String(chunk));
      done();
    },
  });
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const program = new Command().exitOverride();
  // Streams of a process have much that the command does not use.
  const io = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: Object.assign(stdout, { columns: width }),
    stderr,
    env: {},
    version,
  } as unknown as CommandIo;
  registerEval(program, io, () => {});
  await program.parseAsync(["eval", ...args, "-"], { from: "user" });
  return printed.join("");
}
