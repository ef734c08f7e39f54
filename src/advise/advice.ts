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
  const missing = label.missing + prediction.missing;
  const infinite = label.infinite + prediction.infinite;
  return [
    ...(missing > 0 ? [`${missing} fields are missing: --missing skip leaves such rows out`] : []),
    ...(infinite > 0 ? [`${infinite} fields are infinite: --invalid skip leaves such rows out`] : []),
    ...(prediction.others > 0
      ? [`${prediction.others} predictions are no numbers: --invalid skip leaves such rows out`]
      : []),
  ];
}

function policies({ label, prediction }: DataFacts): string[] {
  return [
    ...(label.missing + prediction.missing > 0 ? ["--missing", "skip"] : []),
    ...(label.infinite + prediction.infinite + prediction.others > 0 ? ["--invalid", "skip"] : []),
  ];
}
