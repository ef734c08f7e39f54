/** From a verdict to an exit code. */
import { Option } from "commander";
import { EXIT } from "../errors.ts";
import type { Verdict } from "../report/types.ts";

/** What a run may make of verdicts that are no pass. */
export interface ExitOptions {
  readonly exitZero?: true;
  /** What an undecided gate counts as; absent: a third thing. */
  readonly undecided?: "pass" | "fail";
}

/** Options that every command with gates has. */
export function exitOptions(): Option[] {
  return [
    new Option(
      "--undecided <outcome>",
      "pass or fail: exit with 0 or 1 where a gate is undecided (default: 4)",
    ).choices(["pass", "fail"]),
    new Option("--exit-zero", "exit with 0 also where a gate fails or is undecided"),
  ];
}

export function exitCode(verdict: Verdict | null, { exitZero, undecided }: ExitOptions): number {
  if (exitZero === true || verdict === null || verdict === "pass") return EXIT.ok;
  const counted = verdict === "undecided" ? (undecided ?? verdict) : verdict;
  if (counted === "pass") return EXIT.ok;
  return counted === "fail" ? EXIT.gateFailed : EXIT.undecided;
}
