/** Which losses fit one label and one prediction. */
import { significant } from "../report/significant.ts";
import type { Advice, Advised } from "./advice.ts";
import type { ColumnFacts } from "./column-profile.ts";
import type { DataFacts, ErrorFacts } from "./data-profile.ts";

/** rmse over mae of normal errors, √(π/2); of Laplace's it is √2. */
const GAUSSIAN_RATIO = Math.sqrt(Math.PI / 2);
/** Half-way between the two. */
const HEAVY = 1.335;
/** A class with a smaller share makes accuracy look good for a constant forecast. */
const RARE = 0.1;
/** Labels so many times apart may be meant to be compared by ratio, those of the second rather than by difference. */
const SPREAD = 10;
const WIDE_SPREAD = 1000;
/** 1.345 standard deviations keep 95% of the efficiency for normal errors (Huber, Robust statistics, 1981), and σ = mae·√(π/2). */
const HUBER_DELTAS = 1.345 * GAUSSIAN_RATIO;

export function adviseScalar(facts: DataFacts): Advised {
  const { label, prediction, errors } = facts;
  const words = label.numbers === 0 ? label.texts : null;
  if (label.numbers === 0 && words?.length !== 2) return withoutNumbers(label);
  if (words !== null || isAmong(label, [0, 1]) || isAmong(label, [-1, 1])) return twoClasses(facts, words);
  const within = (low: number) => (label.least ?? -1) >= low && (prediction.least ?? -1) >= low;
  const shares = within(0) && (label.largest ?? 2) <= 1 && (prediction.largest ?? 2) <= 1;
  const likely: Advice[] = [];
  const possible: Advice[] = [];
  if (shares) {
    likely.push({
      losses: ["log-loss", "brier"],
      because: "the label may be a soft label or a share, and the prediction its probability",
      evidence: ["all labels and predictions lie from 0 to 1"],
    });
  } else if (label.whole && within(0)) {
    (label.zeros > 0 ? likely : possible).push({
      losses: ["poisson", "mae"],
      because: "the label may be a count, and the prediction its rate",
      evidence: [
        "all labels are whole numbers of at least 0",
        "no prediction is below 0",
        ...(label.zeros > 0 ? [`${zeroShare(label)} are 0`] : []),
      ],
    });
  } else if (label.zeros > 0 && within(0)) {
    likely.push({
      losses: ["tweedie:power=1.5", "mae"],
      because: "amounts of which some are exactly 0, as claims or sales are",
      evidence: ["no label and no prediction is below 0", `${zeroShare(label)} are 0`],
    });
  }
  const ratio = (label.largest ?? 0) / (label.least ?? 1);
  if (!shares && within(Number.MIN_VALUE) && ratio >= SPREAD) {
    (ratio >= WIDE_SPREAD ? likely : possible).push({
      losses: ["gamma", "mape", "msle"],
      because: "errors may matter in relation to the label",
      evidence: [
        "all labels and predictions are above 0",
        `the largest label is ${significant(ratio, 3)} times the least`,
      ],
    });
  }
  const always = errors === null ? [] : [byTails(errors)];
  return { advice: [...likely, ...always, ...possible], cautions: cautions(label, prediction), options: [] };
}

/** Squares where the errors have no heavy tails, else what a few large errors can't rule. */
function byTails({ rmse, mae }: ErrorFacts): Advice {
  if (mae === 0) {
    return {
      losses: ["mse", "mae"],
      because: "any loss of numbers",
      evidence: ["all predictions equal their labels"],
    };
  }
  const ratio = rmse / mae;
  const evidence = [
    `rmse is ${significant(ratio, 3)} times mae`,
    `normal errors give ${significant(GAUSSIAN_RATIO, 4)}, those of heavier tails more`,
  ];
  return ratio < HEAVY
    ? { losses: ["mse", "rmse", "r2"], because: "no few large errors rule the mean of squares", evidence }
    : {
        losses: ["mae", `huber:delta=${Number((HUBER_DELTAS * mae).toPrecision(2))}`, "medae"],
        because: "the errors have heavy tails: in mse a few large ones would count for most",
        evidence,
      };
}

function twoClasses({ label, prediction, errors }: DataFacts, words: readonly string[] | null): Advised {
  const labels =
    words === null ? `all labels are ${listed(label.values)}` : `the labels are ${words.join(" and ")}`;
  const rare = Math.min(label.zeros, label.numbers - label.zeros) / label.numbers;
  const cautions: string[] = [];
  const options = words === null ? [] : ["--positive", words[1] ?? ""];
  if (words !== null) cautions.push(`--positive says which label is 1: ${words.join(" or ")}`);
  const probability = (prediction.least ?? -1) >= 0 && (prediction.largest ?? 2) <= 1;
  const signs = (label.least ?? 0) < 0;
  if (isAmong(prediction, [0, 1]) && !signs) {
    const evidence = [labels, `all predictions are ${listed(prediction.values)}`];
    const because = "a label of two classes and a decision for one of them";
    return { advice: [{ losses: ["accuracy", "f1", "mcc"], because, evidence }], cautions, options };
  }
  if (!probability || signs) {
    const range = `predictions run from ${shown(prediction.least)} to ${shown(prediction.largest)}`;
    const because = "a label of two classes and a raw score: a logit or a margin";
    return {
      advice: [{ losses: ["logistic", "hinge", "auc"], because, evidence: [labels, range] }],
      cautions,
      options,
    };
  }
  const advice: Advice[] = [
    {
      losses: ["log-loss", "brier", "auc", "ece"],
      because: "a label of two classes and the probability of one of them",
      evidence: [labels, "all predictions lie from 0 to 1"],
    },
  ];
  if (rare < RARE) {
    advice.push({
      losses: ["average-precision", "mcc", "balanced-accuracy"],
      because: "one class is rare: accuracy would praise a constant forecast",
      evidence: [`${share(rare)} of the labels are of the rarer class`],
    });
  }
  const wrong = errors?.certainAndWrong ?? 0;
  if (wrong > 0 && words === null) {
    cautions.push(`log-loss is infinite: certain and wrong in ${rowsOf(wrong)}; brier is not, and eps clips`);
  }
  return { advice, cautions, options };
}

function withoutNumbers({ texts }: ColumnFacts): Advised {
  const found =
    texts === null ? "more than a few different texts" : texts.length === 0 ? "no label" : texts.join(", ");
  return {
    advice: [],
    cautions: [
      `the label column has no numbers, but ${found}`,
      "classes by name need a prediction column for each: --pred 'p_*'",
    ],
    options: [],
  };
}

function cautions(label: ColumnFacts, prediction: ColumnFacts): string[] {
  const found: string[] = [];
  if (label.least === label.largest) found.push("all labels are the same number: r2 has no value");
  if (label.others > 0)
    found.push(`labels that are no numbers: ${label.others}; --invalid skip leaves such rows out`);
  if (label.zeros > 0 && label.numbers > label.zeros) {
    found.push(`mape is infinite: ${zeroShare(label)} are 0; wape is not`);
  }
  const { values } = label;
  if (values !== null && prediction.values !== null && label.whole && prediction.whole) {
    found.push(
      "labels and predictions are a few whole numbers: if these name classes, no loss of numbers fits",
    );
  }
  return found;
}

function isAmong({ values, numbers }: ColumnFacts, allowed: readonly number[]): boolean {
  return numbers > 0 && values !== null && values.every((value) => allowed.includes(value));
}

function zeroShare({ zeros, numbers }: ColumnFacts): string {
  return `${share(zeros / numbers)} of the labels`;
}

function share(value: number): string {
  return `${significant(value, 3, true)}%`;
}

function shown(value: number | null): string {
  return value === null ? "none" : significant(value, 3);
}

function listed(values: readonly number[] | null): string {
  return (values ?? []).join(" or ");
}

function rowsOf(count: number): string {
  return `${count} row${count === 1 ? "" : "s"}`;
}
