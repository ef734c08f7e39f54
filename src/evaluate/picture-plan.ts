/** Which pictures an evaluation has data for: decided by its losses, never by the numbers in the file. */
import type { LossChoice } from "../losses/spec.ts";
import type { Term } from "../losses/types.ts";
import type { PictureKind, Pictures } from "../report/picture-types.ts";
import { dictionary } from "../report/types.ts";
import type { LabelShape, NamedMeasure } from "./plan.ts";

/** A confusion matrix of more classes is no picture. */
const MOST_CLASSES = 40;

export interface PicturePlan {
  readonly kind: PictureKind;
  readonly better: Pictures["better"];
  /** Prediction columns that are classes; 0 where there are none, or too many to show. */
  readonly classes: number;
  /** Whether predictions of classes are probabilities. */
  readonly confidence: boolean;
  /** Whether predictions are forecasts of quantiles, and the levels of their columns; null where rows have them. */
  readonly quantiles: boolean;
  readonly levels: readonly number[] | null;
  /** The first loss that each row has: its key, and the place of its term. Null where there is none. */
  readonly loss: { readonly key: string; readonly term: number } | null;
}

export interface PictureQuestion {
  readonly choices: readonly LossChoice[];
  readonly measures: readonly NamedMeasure[];
  readonly terms: readonly Term[];
  readonly labelShape: LabelShape;
  readonly predictions: number;
  readonly quantiles: boolean;
  readonly levels: readonly number[] | null;
}

const SUMS: ReadonlySet<Term["fold"]> = new Set(["sum", "vector-sum", "variance-sum"]);

export function planPictures(question: PictureQuestion): PicturePlan {
  const { choices, measures, predictions } = question;
  const kind = kindOf(question);
  const classes = kind === "classes" && predictions <= MOST_CLASSES ? predictions : 0;
  const confidence = choices.some(({ definition }) => definition.expects === "probabilities");
  const better = dictionary(measures.map(({ key, measure }) => [key, measure.better] as const));
  return {
    kind,
    better,
    classes,
    confidence: kind === "classes" && confidence,
    quantiles: question.quantiles,
    levels: question.levels,
    loss: rowLoss(question),
  };
}

function kindOf({ choices, measures, labelShape, predictions, quantiles }: PictureQuestion): PictureKind {
  const kinds = new Set(measures.map(({ measure }) => measure.domain.label.kind));
  const expects = new Set(choices.map(({ definition }) => definition.expects));
  if (quantiles || labelShape === "none") return "other";
  if (labelShape !== "number") return kinds.has("classes") && predictions > 1 ? "classes" : "other";
  if (kinds.has("binary")) return "probability";
  if (kinds.has("sign")) return "score";
  return expects.has("value") || expects.has("rate") ? "regression" : "other";
}

function rowLoss({ choices, measures, terms }: PictureQuestion): PicturePlan["loss"] {
  for (const [place, { key, measure }] of measures.entries()) {
    const variance = measure.shape === "scalar" ? measure.varianceRow : undefined;
    const [first] = measure.terms;
    // The terms of a combination, which alone has a text, are those of its parts.
    if ((measure.row ?? variance) === undefined || choices[place]?.text !== undefined) continue;
    if (first !== undefined && SUMS.has(first.fold)) {
      return { key, term: terms.findIndex((term) => term.key === first.key) };
    }
  }
  return null;
}
