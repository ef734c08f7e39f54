/** From what was seen of the columns to the losses that fit: advice with its evidence, the most specific first. */
import type { DataFacts } from "./data-profile.ts";
import { adviseScalar } from "./scalar-advice.ts";
import { adviseVector } from "./vector-advice.ts";

export interface Advice {
  /** Texts for `--loss`. */
  readonly losses: readonly string[];
  readonly because: string;
  readonly evidence: readonly string[];
}

export interface Advised {
  readonly advice: readonly Advice[];
  /** What would come as a surprise. */
  readonly cautions: readonly string[];
  /** What `lossctl eval` has to be told besides columns and losses. */
  readonly options: readonly string[];
}

export function advise(facts: DataFacts): Advised {
  const advised = facts.predictions === 1 ? adviseScalar(facts) : adviseVector(facts);
  return {
    ...advised,
    cautions: [...unusable(facts), ...advised.cautions],
    options: [...policies(facts), ...advised.options],
  };
}

function unusable({ label, prediction }: DataFacts): string[] {
  const say = (count: number, what: string, option: string): string[] =>
    count === 0 ? [] : [`${what}: ${count}; ${option} leaves such rows out`];
  return [
    ...say(label.missing + prediction.missing, "missing fields", "--missing skip"),
    ...say(label.infinite + prediction.infinite, "infinite numbers", "--invalid skip"),
    ...say(prediction.others, "predictions that are no numbers", "--invalid skip"),
  ];
}

/** Labels that are all texts are not left out: they need another option. */
function policies({ label, prediction }: DataFacts): string[] {
  const texts = prediction.others + (label.numbers > 0 ? label.others : 0);
  return [
    ...(label.missing + prediction.missing > 0 ? ["--missing", "skip"] : []),
    ...(label.infinite + prediction.infinite + texts > 0 ? ["--invalid", "skip"] : []),
  ];
}
