/** Which losses fit several prediction columns. */
import { significant } from "../report/significant.ts";
import type { Advice, Advised } from "./advice.ts";
import type { ColumnFacts } from "./column-profile.ts";
import type { DataFacts, SumFacts } from "./data-profile.ts";

/** As far as probabilities that were written as text may miss a sum of 1. */
const SUM_TOLERANCE = 1e-6;

export function adviseVector(facts: DataFacts): Advised {
  const { label, labelForm, sums, levels } = facts;
  if (labelForm === "class" && label.numbers === 0) return withoutClasses(label);
  if (levels !== null) return { advice: [forQuantiles(levels)], cautions: [], options: [] };
  if (sums === null) return { advice: [], cautions: ["no row has all its numbers"], options: [] };
  const cautions: string[] = [];
  if (label.others > 0) {
    cautions.push(
      `labels that name no prediction column: ${label.others}; --invalid skip leaves such rows out`,
    );
  }
  const labels = labelKind(facts, sums);
  const advice = labels === "vectors" ? [forVectors(facts)] : [forClasses(facts, sums, labels)];
  const probabilities = isUnit(facts.prediction);
  if (sums.certainAndWrong > 0 && probabilities && labels !== "vectors") {
    const rows = `${sums.certainAndWrong} row${sums.certainAndWrong === 1 ? "" : "s"}`;
    cautions.push(`cross-entropy is infinite: the true class has a probability of 0 in ${rows}; eps clips`);
  }
  return { advice, cautions, options: [] };
}

/** Levels that come in pairs about 1/2 bound intervals. */
function forQuantiles(levels: readonly number[]): Advice {
  const paired = levels.every((level) => levels.some((other) => Math.abs(level + other - 1) < 1e-9));
  const widest = Number((1 - 2 * Math.min(...levels)).toPrecision(9));
  return {
    losses: [
      "quantile-score",
      ...(paired ? ["wis"] : []),
      ...(paired && widest > 0 ? [`coverage:level=${widest}`] : []),
    ],
    because: "forecasts of several quantiles of a number",
    evidence: [
      `the names of the prediction columns end in the levels ${levels.join(", ")}`,
      ...(paired ? ["the levels are symmetric about 0.5"] : []),
    ],
  };
}

type LabelKind = "classes" | "soft labels" | "vectors";

function labelKind({ labelForm, label }: DataFacts, sums: SumFacts): LabelKind {
  if (labelForm === "class") return "classes";
  if (!isUnit(label) || sums.labels > SUM_TOLERANCE) return "vectors";
  return label.whole ? "classes" : "soft labels";
}

function forClasses({ prediction, labelForm }: DataFacts, sums: SumFacts, labels: LabelKind): Advice {
  const told =
    labels === "soft labels"
      ? "the label columns of each row are shares that add up to 1"
      : labelForm === "class"
        ? "each label names a prediction column"
        : "of the label columns of each row one is 1";
  const hard = labels === "classes" ? ["multi-accuracy"] : [];
  if (isUnit(prediction)) {
    const evidence = [told, "all predictions lie from 0 to 1"];
    if (sums.predictions <= SUM_TOLERANCE) {
      return {
        losses: ["cross-entropy", ...(labels === "classes" ? ["multi-brier"] : ["kl", "js"]), ...hard],
        because: "probabilities of classes",
        evidence: [...evidence, "those of each row add up to 1"],
      };
    }
    return {
      losses: ["cross-entropy:normalize=true", ...(labels === "classes" ? ["multi-brier"] : []), ...hard],
      because: "probabilities of classes that are not normalized",
      evidence: [...evidence, `those of a row miss a sum of 1 by up to ${significant(sums.predictions, 3)}`],
    };
  }
  if ((prediction.largest ?? 1) <= 0 && sums.exponentials <= SUM_TOLERANCE) {
    return {
      losses: ["nll"],
      because: "logarithms of the probabilities of classes",
      evidence: [told, "no prediction is above 0", "the exponentials of each row add up to 1"],
    };
  }
  const range = `predictions run from ${shown(prediction.least)} to ${shown(prediction.largest)}`;
  return {
    losses: ["softmax-cross-entropy", ...(labels === "classes" ? ["multi-hinge"] : []), ...hard],
    because: "raw scores of classes",
    evidence: [told, range],
  };
}

function forVectors({ label, prediction, predictions }: DataFacts): Advice {
  const evidence = [
    `${predictions} label columns for ${predictions} predictions`,
    "the labels do not add up to 1",
  ];
  const masks = isUnit(label) && isUnit(prediction);
  return masks
    ? {
        losses: ["tversky", "dice", "jaccard"],
        because: "masks: each column is in or out",
        evidence: [...evidence, "all lie from 0 to 1"],
      }
    : { losses: ["mse", "reconstruction", "cosine"], because: "vectors of numbers", evidence };
}

function withoutClasses({ texts }: ColumnFacts): Advised {
  const found = texts === null ? "the labels" : `the labels ${texts.join(", ")}`;
  return {
    advice: [],
    cautions: [`${found} name no prediction column: --classes a,b,c states the classes`],
    options: [],
  };
}

function isUnit({ least, largest }: ColumnFacts): boolean {
  return least !== null && largest !== null && least >= 0 && largest <= 1;
}

function shown(value: number | null): string {
  return value === null ? "none" : significant(value, 3);
}
