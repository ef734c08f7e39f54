/** A fit from its rows to its outcome: `types.ts` says what goes in and what comes out. */

import { CrossProducts, isConstant, meanOf, momentsAbout } from "../accumulate/cross-products.ts";
import { inputError } from "../errors.ts";
import { dictionary } from "../report/types.ts";
import { closedForm, conditionNumber, leastSquares, squaredDualityGap } from "./certificate.ts";
import { type Coordinates, type Geometry, geometry, modelAt, pointOf } from "./coordinates.ts";
import { cornerBound } from "./corner-bound.ts";
import { crossValidation } from "./cross-validation.ts";
import { GatheredRows, type GatheringOptions } from "./gathered-rows.ts";
import { type Optimised, type OptimiserState, optimise } from "./optimise.ts";
import { lossesToReport, partLosses, type RowsElsewhere } from "./part-losses.ts";
import { type Problem, startOf } from "./problem.ts";
import { QuadraticProblem } from "./quadratic.ts";
import { RoundedSteps } from "./rounded-steps.ts";
import { type RowLoss, rowLossOf } from "./row-loss.ts";
import { RowProblem } from "./row-problem.ts";
import type { RowStore } from "./row-store.ts";
import { separationOf } from "./separation.ts";
import { stepRule } from "./step-rule.ts";
import type { Position, StepRule } from "./steps.ts";
import { eigen, largestEigenvalue } from "./symmetric.ts";
import {
  type Certificate,
  type DesignChunk,
  type Fit,
  type FitOutcome,
  type FitRequest,
  type Model,
  PART,
} from "./types.ts";

/**
 * `rows` are those that are there already, without them there are none yet. `elsewhere` keeps more, whose cross-products
 * are among these.
 * @throws LossctlError (usage) for a loss that a linear model can't be fitted by.
 */
export function createFit(
  request: FitRequest,
  rows: GatheredRows = new GatheredRows(gatheringOf(request)),
  elsewhere: RowsElsewhere | null = null,
): Fit {
  return new RowFit(request, rows, elsewhere);
}

/** What is to be gathered for a request. @throws as `createFit`. */
export function gatheringOf({ target, features, objective, optimizer }: FitRequest): GatheringOptions {
  const { loss } = objective;
  const once = rowLossOf(loss).squared && optimizer.batchSize === null;
  return { target, features: features.length, loss, once };
}

/** The training rows as an optimiser needs them, and how far it got. */
interface Solved {
  readonly geometry: Geometry;
  readonly problem: Problem;
  readonly optimised: Optimised;
  readonly learningRate: number;
  readonly rule: StepRule;
  /** In which corners are rounded off at first. */
  readonly width: number;
}

/** Where a run begins. */
interface Start {
  readonly offset: number;
  readonly curvature: number;
  /** In which corners are rounded off at first. */
  readonly width: number;
}

/** Share of the objective: such a gap is the optimum's. */
const CLOSE = 1e-6;

class RowFit implements Fit {
  readonly #request: FitRequest;
  readonly #loss: RowLoss;
  readonly #rows: GatheredRows;
  readonly #store: RowStore;
  /** By part or fold. */
  readonly #products: ReadonlyMap<number, CrossProducts>;
  readonly #elsewhere: RowsElsewhere | null;

  constructor(request: FitRequest, rows: GatheredRows, elsewhere: RowsElsewhere | null) {
    this.#request = request;
    this.#loss = rowLossOf(request.objective.loss);
    this.#rows = rows;
    this.#store = rows.store;
    this.#products = rows.products;
    this.#elsewhere = elsewhere;
  }

  add(chunk: DesignChunk): void {
    this.#rows.add(chunk);
  }

  async solve(): Promise<FitOutcome> {
    this.#rows.finish();
    const request = this.#request;
    const inFolds = request.folds !== null;
    const trains = inFolds ? () => true : (part: number) => part === PART.train;
    const solved = this.#solve(trains, request.resume, request.onEpoch);
    const { optimised, geometry, problem } = solved;
    const train = this.#merged(trains);
    const { intercept, coefficients } = modelAt(geometry.coordinates, optimised.position.u);
    const { link } = this.#loss;
    const losses = await partLosses(
      this.#store,
      this.#elsewhere,
      { intercept, coefficients, link },
      lossesToReport(request.objective.loss, link, request.gateLosses ?? []),
      inFolds,
    );
    const settled = optimised.stop === "gradient" || (optimised.stop === "stalled" && optimised.converged);
    const separation =
      problem instanceof RowProblem ? separationOf(problem, this.#loss, optimised.position, settled) : null;
    const certificate = { ...this.#certificate(solved), separable: separation !== null };
    const statistics = this.#statistics(solved, train);
    const named = (values: ArrayLike<number>) =>
      dictionary(request.features.map((name, j) => [name, values[j]!] as const));
    const byCoefficient = <Value>(of: (value: number, j: number) => Value) => [
      ...(request.objective.intercept
        ? [["intercept", of(intercept, request.features.length)] as const]
        : []),
      ...request.features.map((name, j) => [name, of(coefficients[j]!, j)] as const),
    ];
    const errors = statistics?.standardErrors ?? null;
    const model: Model = {
      schema: "lossctl.model/1",
      loss: request.objective.loss.key,
      link,
      target: request.target,
      features: request.features,
      intercept,
      coefficients: named(coefficients),
      standardErrors: errors && dictionary(byCoefficient((_, j) => errors[j] ?? null)),
      l1: request.objective.l1,
      l2: request.objective.l2,
      standardize: request.objective.standardize,
      state: optimised.state,
    };
    return {
      rows: {
        train: train.rows,
        validation: inFolds ? 0 : (this.#products.get(PART.validation)?.rows ?? 0),
        test: inFolds ? 0 : (this.#products.get(PART.test)?.rows ?? 0),
      },
      model,
      optimizer: {
        name: request.optimizer.name,
        learningRate: solved.learningRate,
        seed: request.optimizer.seed,
        epochs: optimised.epochs,
        stop: optimised.stop,
        converged:
          separation !== null
            ? false
            : optimised.stop === "stalled" && certificate.method === "duality-gap"
              ? (certificate.gap ?? 0) <= CLOSE * certificate.objective
              : optimised.converged,
      },
      certificate,
      separation,
      losses: {
        train: losses.get(PART.train) ?? dictionary([]),
        validation: losses.get(PART.validation) ?? null,
        test: losses.get(PART.test) ?? null,
      },
      crossValidation: inFolds ? this.#crossValidated() : null,
      adjustedR2: statistics?.adjustedR2 ?? null,
      tValues:
        errors &&
        dictionary(
          byCoefficient((value, j) => {
            const error = errors[j] ?? 0;
            return error > 0 ? value / error : null;
          }),
        ),
    };
  }

  async close(): Promise<void> {
    this.#rows.close();
    await this.#elsewhere?.close();
  }

  #merged(takes: (part: number) => boolean): CrossProducts {
    const merged = new CrossProducts(this.#request.features.length + 1);
    for (const [part, products] of this.#products) if (takes(part)) merged.merge(products);
    return merged;
  }

  /** The fit of the rows of some parts; `resume` and `onEpoch` are for the one that counts. */
  #solve(trains: (part: number) => boolean, resume: Model | null, onEpoch?: FitRequest["onEpoch"]): Solved {
    const { optimizer } = this.#request;
    const products = this.#merged(trains);
    if (products.rows === 0) throw inputError("no rows to learn from");
    if (products.weight.sign() === 0) throw inputError("the weights of the rows to learn from add up to 0");
    const start = this.#start(products, trains);
    const found = geometry(products, this.#request, start.curvature, start.offset);
    const { coordinates } = found;
    const others = new Map([...this.#products].filter(([part]) => !trains(part)));
    const rows = () => new RowProblem(this.#store, this.#loss, coordinates, trains);
    const problem = this.#loss.squared ? new QuadraticProblem(products, coordinates, others) : rows();
    const before = resume === null ? null : this.#stateOf(resume, coordinates);
    const { rule, learningRate } = stepRule(optimizer, {
      problem,
      loss: this.#loss,
      store: this.#store,
      rows,
      curvature: start.curvature,
      width: start.width,
      largest: largestEigenvalue(found.hessian),
      state: before?.state ?? null,
    });
    const optimised = optimise(
      problem,
      optimizer,
      rule,
      before?.u ?? startOf(coordinates),
      before?.state ?? null,
      // Folds are no parts.
      this.#request.folds === null ? PART.validation : null,
      onEpoch,
    );
    return { geometry: found, problem, optimised, learningRate, rule, width: start.width };
  }

  /** The best constant, or near it, and the curvature there; without an intercept at 0. */
  #start(products: CrossProducts, trains: (part: number) => boolean): Start {
    const mean = meanOf(products, products.columns - 1);
    const offset = this.#request.objective.intercept ? this.#loss.start(mean) : 0;
    const width = this.#loss.translates || this.#loss.link === "identity" ? deviationOf(products) : 1;
    if (this.#loss.squared) return { offset, curvature: 2, width };
    const { translates, gradient, hessian, corners } = this.#loss;
    let [sum, weight] = [0, 0];
    for (let place = 0; place < this.#store.blocks; place++) {
      const { rows, target, weights, parts } = this.#store.block(place);
      for (let row = 0; row < rows; row++) {
        if (!trains(parts[row]!)) continue;
        const label = target[row]!;
        const share = weights?.[row] ?? 1;
        // Of a residual's loss the curvature of the parabola that touches it at both sides: it exists at kinks too.
        const residual = offset - label;
        let curvature = hessian(label, offset);
        if (corners !== null) {
          for (const { jump } of corners(label)) curvature += jump / (2 * width);
        } else if (translates) {
          curvature = residual === 0 ? 0 : gradient(0, residual) / residual;
        }
        if (share === 0) continue;
        sum += share * curvature;
        weight += share;
      }
    }
    const curvature = sum / weight;
    return { offset, curvature: curvature > 0 && Number.isFinite(curvature) ? curvature : 1, width };
  }

  /** Where a model is, and its run's state if that run was of the same problem. */
  #stateOf(model: Model, coordinates: Coordinates): { u: Float64Array; state: OptimiserState | null } {
    const { objective, features, optimizer } = this.#request;
    const coefficients = Float64Array.from(features, (name) => model.coefficients[name] ?? 0);
    const u = pointOf(coordinates, model.intercept, coefficients);
    const state = model.state as OptimiserState | undefined;
    const same =
      model.loss === objective.loss.key &&
      model.l1 === objective.l1 &&
      model.l2 === objective.l2 &&
      model.standardize === objective.standardize &&
      state?.version === 1 &&
      state.optimizer === optimizer.name &&
      state.u.length === u.length;
    if (!same) return { u, state: null };
    const points = [state.u, state.lowestNorm, state.lowestValidation].filter((point) => point !== null);
    const belongs = points.some((point) => {
      const at = modelAt(coordinates, Float64Array.from(point));
      return (
        at.intercept === model.intercept && at.coefficients.every((value, j) => value === coefficients[j])
      );
    });
    return { u, state: belongs ? state : null };
  }

  #certificate({ geometry, problem, optimised, rule, width }: Solved): Omit<Certificate, "separable"> {
    const { features } = this.#request;
    const { position } = optimised;
    const leftOut = geometry.coordinates.scale.filter((unit) => unit === 0).length;
    let optimum: ReturnType<typeof closedForm>;
    let hessian = geometry.hessian;
    if (problem instanceof QuadraticProblem) {
      const smooth = this.#request.objective.l1 === 0;
      optimum = smooth ? closedForm(problem, geometry, position) : squaredDualityGap(problem, position);
    } else {
      const objective = position.at.exact;
      optimum = this.#loss.piecewiseLinear
        ? this.#dualityGap(problem as RowProblem, position, rule, width)
        : {
            objective,
            optimum: null,
            gap: null,
            method: "kkt-residual",
            reason: "no formula and no bound is known for the least value of this loss",
          };
      hessian = eigen((problem as RowProblem).hessianAt(position.u), position.u.length);
    }
    return {
      ...optimum,
      gradientNorm: position.norm,
      ...(this.#loss.piecewiseLinear
        ? { conditionNumber: null, conditionNumberReason: "a loss of corners and lines has no curvature" }
        : { conditionNumber: conditionNumber(hessian, leftOut) }),
      collinear: geometry.collinear.map((j) => features[j]!),
      constant: geometry.constant.map((j) => features[j]!),
    };
  }

  /** The best of the bounds that slopes of the loss give, its corners rounded off in several widths. */
  #dualityGap(problem: RowProblem, { u, at }: Position, rule: StepRule, width: number) {
    const objective = at.exact;
    let optimum = rule instanceof RoundedSteps ? rule.optimum : 0;
    for (const share of [1e-1, 1e-2, 1e-3, 1e-4]) {
      if (objective - optimum <= CLOSE * objective) break;
      problem.width = share * width;
      optimum = Math.max(optimum, cornerBound(problem, this.#loss, u).optimum);
    }
    optimum = Math.min(optimum, objective);
    return { objective, optimum, gap: objective - optimum, method: "duality-gap" as const };
  }

  /** Of least squares without penalty. */
  #statistics({ geometry, optimised }: Solved, train: CrossProducts) {
    const { l1, l2, intercept } = this.#request.objective;
    if (!this.#loss.squared || l1 !== 0 || l2 !== 0) return null;
    const label = train.columns - 1;
    const centre = new Float64Array(train.columns);
    if (intercept) centre[label] = meanOf(train, label);
    const { size, values } = momentsAbout(train, centre);
    const variance = isConstant(train, label) && intercept ? 0 : values[label * size + label]!;
    return leastSquares(geometry, optimised.position.at.loss, train.weight.toNumber(), variance);
  }

  #crossValidated() {
    const folds = [...this.#products.keys()].sort((a, b) => a - b);
    return crossValidation(folds, (fold) => {
      const { problem, optimised } = this.#solve((part) => part !== fold, null);
      return problem.lossOf(fold, optimised.position.u);
    });
  }
}

/** Standard deviation of the labels, 1 where it is 0. */
function deviationOf(products: CrossProducts): number {
  const label = products.columns - 1;
  if (isConstant(products, label)) return 1;
  const means = Float64Array.from({ length: products.columns }, (_, j) => meanOf(products, j));
  const { size, values } = momentsAbout(products, means);
  return Math.sqrt(values[label * size + label]!);
}
