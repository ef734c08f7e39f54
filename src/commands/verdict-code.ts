/** From a verdict to the exit code, as commands with gates are told to read it. */
import { Option } from "commander";
import { EXIT } from "../errors.ts";
import type { Verdict } from "../report/types.ts";

export interface VerdictOptions {
  readonly undecided?: "pass" | "fail";
  readonly exitZero?: true;
}

/** Neither option touches the verdict in the document. */
export function verdictOptions(gate: string): Option[] {
  return [
    new Option(
      "--undecided <outcome>",
      `pass or fail: exit with 0 or 1 where a ${gate} is undecided (default: 4)`,
    ).choices(["pass", "fail"]),
    new Option("--exit-zero", `exit with 0 also where a ${gate} fails or is undecided`),
  ];
}

export function verdictCode(verdict: Verdict | null, { exitZero, undecided }: VerdictOptions = {}): number {
  if (exitZero === true || verdict === null || verdict === "pass") return EXIT.ok;
  if (verdict === "fail") return EXIT.gateFailed;
  if (undecided === undefined) return EXIT.undecided;
  return undecided === "pass" ? EXIT.ok : EXIT.gateFailed;
}
