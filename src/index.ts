/**
 * The library behind the command: losses as pure functions, exact accumulators, readers, and the evaluation that
 * joins them. Reporters, gates and the command line are not part of it.
 */
export { ExactSum, type ExactSumState } from "./accumulate/exact-sum.ts";
export { Rational } from "./accumulate/rational.ts";
export { type ErrorKind, LossctlError, type Place } from "./errors.ts";
export { Evaluation, type EvaluationState } from "./evaluate/evaluation.ts";
export {
  type ColumnChoice,
  chooseColumns,
  makePlan,
  needsLabel,
  type Plan,
  type PlanOptions,
  type RowPolicy,
} from "./evaluate/plan.ts";
export { type Results, results } from "./evaluate/results.ts";
export { catalogue } from "./losses/catalogue.ts";
export {
  createMeasure,
  createVectorMeasure,
  findDefinition,
  type LossChoice,
  LossSpecError,
  parseLoss,
} from "./losses/spec.ts";
export type * from "./losses/types.ts";
export type * from "./read/chunk.ts";
export { type OpenOptions, openTable } from "./read/open.ts";
export type { Report } from "./report/types.ts";
