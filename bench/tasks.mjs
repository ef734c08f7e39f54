// What is measured. `options` are lossctl's; each peer says for itself how it computes the same numbers.

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {"reg" | "clf" | "multi" | "ndjson" | "fit"} data
 * @property {number} rows of the file, unless others are asked for
 * @property {string} what
 * @property {"fit"} [command] of lossctl; `eval` where there is none
 * @property {readonly string[]} options
 * @property {Readonly<Record<string, number>>} [beside] sizes beside which a number is small that is a difference of
 *   such: it has their rounding
 * @property {number} target largest ratio that is good enough, to the fastest database or, of `start`, to bare Node
 */

/** @type {readonly Task[]} */
export const TASKS = [
  {
    name: "reg",
    data: "reg",
    rows: 10_000_000,
    what: "mse and mae of two columns of CSV",
    options: ["--loss", "mse,mae"],
    target: 0.5,
  },
  {
    name: "clf",
    data: "clf",
    rows: 10_000_000,
    what: "log-loss and brier of two columns of CSV",
    options: ["--loss", "log-loss,brier"],
    target: 0.5,
  },
  {
    name: "multi",
    data: "multi",
    rows: 1_000_000,
    what: "cross-entropy of a class and 10 probabilities of CSV",
    options: ["--pred", "p_*", "--loss", "cross-entropy"],
    target: 0.6,
  },
  {
    name: "ndjson",
    data: "ndjson",
    rows: 1_000_000,
    what: "mse and mae of two fields of NDJSON",
    options: ["--loss", "mse,mae"],
    target: 0.6,
  },
  {
    name: "group",
    data: "reg",
    rows: 10_000_000,
    what: "mse of the 8 segments of CSV",
    options: ["--loss", "mse", "--by", "segment"],
    target: 0.5,
  },
  {
    name: "fit",
    data: "fit",
    rows: 1_000_000,
    what: "least squares of 20 columns of CSV",
    command: "fit",
    options: ["--target", "y", "--gtol", "1e-13"],
    // What is left of the mean of y, 20, when the mean of each column, 1 to 20, has its share.
    beside: { intercept: 20 },
    target: 0.6,
  },
  {
    name: "start",
    data: "reg",
    rows: 10_000,
    what: "mse and mae of a small file of CSV",
    options: ["--loss", "mse,mae"],
    target: 1.6,
  },
];
