/** From the reference's metrics to runs of the command: which losses, of which columns. */
import type { Columns, Task } from "./reference.ts";

/** One metric of a task and where the report has it. */
export interface Comparison {
  readonly metric: string;
  /** Key of the loss, as `--loss` takes it. */
  readonly loss: string;
  /** A further number beside the loss's value. */
  readonly detail?: string;
  /** Differences below this do not count; 0 without. */
  readonly absolute?: number;
}

/** One run of the command: these columns, all losses at once. */
export interface Run {
  readonly label: string;
  readonly prediction: string;
  readonly comparisons: readonly Comparison[];
}

const REGRESSION: Readonly<Record<string, string>> = {
  mse: "mse",
  rmse: "rmse",
  mae: "mae",
  medae: "medae",
  max_error: "max-error",
  bias: "bias",
  msle: "msle",
  rmsle: "rmsle",
  mape: "mape",
  mape_skip_zero: "mape:zero=skip",
  smape: "smape",
  r2: "r2",
  explained_variance: "explained-variance",
  huber_1: "huber",
  pseudo_huber_1: "pseudo-huber",
  log_cosh: "log-cosh",
  "pinball_0.1": "quantile:q=0.1",
  "pinball_0.5": "quantile",
  "pinball_0.9": "quantile:q=0.9",
  poisson_deviance: "poisson",
  poisson_nll: "poisson-nll",
  gamma_deviance: "gamma",
  "tweedie_1.5": "tweedie",
};

const BINARY: Readonly<Record<string, string>> = {
  bce: "log-loss",
  "bce_clip1e-15": "log-loss:eps=1e-15",
  brier: "brier",
  mae: "mae",
  accuracy: "accuracy",
  // p > 0.5 is p >= the next number above it.
  accuracy_strict: "accuracy:threshold=0.5000000000000001",
  auc: "auc",
  ece10: "ece",
  focal_2: "focal",
  "focal_2_alpha.25": "focal:alpha=0.25",
};

const SCORE: Readonly<Record<string, string>> = {
  hinge: "hinge",
  squared_hinge: "squared-hinge",
  focal_2_logits: "focal-logits",
  bce_logits: "logistic",
  logistic_pm1: "logistic",
};

/** Of a class and probabilities, however the class is given. */
const CLASSES: Readonly<Record<string, string>> = {
  ce: "cross-entropy",
  "ce_clip1e-15": "cross-entropy:eps=1e-15",
  ce_renormalised: "cross-entropy:normalize=true",
  ce_onehot: "cross-entropy",
  brier_multi: "multi-brier",
  mse_elements: "mse",
  accuracy_multi: "multi-accuracy",
  top2_accuracy: "top-k",
  focal_2_multi: "multi-focal",
  cosine_onehot: "cosine",
};

const LOGITS: Readonly<Record<string, string>> = {
  softmax_ce: "softmax-cross-entropy",
  "softmax_ce_smooth0.1": "softmax-cross-entropy:smoothing=0.1",
};

const RECONSTRUCTION: Readonly<Record<string, string>> = {
  autoencoder_row: "reconstruction",
  autoencoder_elements: "mse",
  cosine_rows: "cosine",
  "sparse_0.1_row": "sparsity",
};

const NO_SUCH_LOSS = "a loss that the catalogue does not have";
const SUM = "a sum: the command reports means";
const OTHER_CLIPPING = "another tool's clipping";
const COUNT = "a count of the confusion matrix: precision, recall and f1 are held against it";

/** What is not compared, and why. */
export const NOT_COMPARED: Readonly<Record<string, string>> = {
  sse: SUM,
  bce_sum: SUM,
  ce_sum: SUM,
  "sparse_0.1_sum": SUM,
  mape_sklearn: "divides by 2^-52 where the label is 0, another tool's convention",
  smape_half: "half of smape, another convention",
  entropy_p: "says nothing of a label",
  auc_ovr_macro: NO_SUCH_LOSS,
  ece10_top: NO_SUCH_LOSS,
  "bce_clip1e-15_binary64": OTHER_CLIPPING,
  bce_torch: OTHER_CLIPPING,
  log_loss_positive_only: "not a loss: the negative rows cost nothing",
  ece10_exact_edges: "bins by the exact product, another convention",
  ece10_right_closed: "bins closed on the right, another convention",
  tp: COUNT,
  fp: COUNT,
  tn: COUNT,
  fn: COUNT,
};

/** A number near 1 that is added up from K numbers in binary64 is off by at most K times half its last bit. */
const ROW_SUM_ERROR = 3 * 2 ** -53;

/** The runs that a task's metrics need; together they name each metric that is compared. */
export function runsOf(task: Task): Run[] {
  const { kind, columns } = task;
  switch (kind) {
    case "regression": {
      const zeros: Comparison = { metric: "n_y_zero", loss: "mape:zero=skip", detail: "skippedZero" };
      return [run(task, columns, "y", "p", REGRESSION, [zeros])];
    }
    case "binary":
      return [run(task, columns, "y", "p", BINARY)];
    case "score":
      return [run(task, columns, "y", "s", SCORE), run(task, { ...columns, y: "y_pm1" }, "y", "s", SCORE)];
    case "multi": {
      const sums: Comparison = {
        metric: "row_sum_max_dev",
        loss: "cross-entropy",
        detail: "largestDeviation",
        absolute: ROW_SUM_ERROR,
      };
      const labels = typeof columns.y === "string" ? ["y", "label", "y_*"] : [columns.y];
      const classes = labels.map((y) => run(task, { ...columns, y: y ?? [] }, "y", "p", CLASSES, [sums]));
      if (columns.z === undefined) return classes;
      return [
        ...classes,
        run(task, columns, "y", "z", LOGITS),
        run(task, columns, "p", "q", { kl_p_q: "kl", js_p_q: "js" }),
        run(task, columns, "q", "p", { kl_q_p: "kl" }),
      ];
    }
    case "recon":
      return [run(task, columns, "x", "r", RECONSTRUCTION)];
    default:
      throw new Error(`no runs for tasks of the kind "${kind}"`);
  }
}

function run(
  { metrics = {} }: Task,
  columns: Columns,
  label: string,
  prediction: string,
  losses: Readonly<Record<string, string>>,
  further: readonly Comparison[] = [],
): Run {
  const comparisons = [...Object.entries(losses).map(([metric, loss]) => ({ metric, loss })), ...further];
  return {
    label: [columns[label] ?? []].flat().join(","),
    prediction: [columns[prediction] ?? []].flat().join(","),
    comparisons: comparisons.filter(({ metric }) => metric in metrics),
  };
}
