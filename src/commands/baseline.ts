/** `--baseline FILE` and its rules. */
import { readFile } from "node:fs/promises";
import { usageError } from "../errors.ts";
import { type Baseline, parseBaseline } from "../gate/baseline.ts";
import { type JudgedLoss, parseWorseRule, type WorseRule } from "../gate/worse.ts";
import { createMeasure, type LossChoice } from "../losses/spec.ts";
import { refuseInput } from "./read-table.ts";

export interface BaselineOptions {
  readonly baseline: string;
  readonly maxWorse: readonly string[];
  readonly dialect?: string;
  readonly output?: string;
  readonly html?: readonly string[];
}

/**
 * The rules of `--max-worse`, held against the baseline's report before anything else is read.
 * @throws LossctlError (usage) where the baseline can't be read, or does not fit a rule.
 */
export async function worseRules(
  options: BaselineOptions,
  lossOf: (text: string) => LossChoice,
): Promise<WorseRule[]> {
  const baseline = await readBaseline(options.baseline);
  // Whatever the verdict, the next run would be held against this one.
  if (options.output !== undefined) refuseInput(options.output, [options.baseline], "baseline");
  for (const page of options.html ?? []) refuseInput(page, [options.baseline], "baseline", "--html");
  return options.maxWorse.map((text) =>
    parseWorseRule(text, baseline, options.dialect, (loss) => judged(lossOf(loss))),
  );
}

function judged(choice: LossChoice): JudgedLoss {
  const { better } = createMeasure(choice);
  return {
    key: choice.key,
    better,
    ...(choice.text === undefined ? {} : { formula: choice.definition.formula }),
  };
}

async function readBaseline(name: string): Promise<Baseline> {
  let text: string;
  try {
    text = await readFile(name, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "it is a folder" : `can't be read (${code})`;
    throw usageError(`--baseline ${name}: ${why}`);
  }
  return parseBaseline(name, text);
}
