/** A fit from its rows to its outcome: `types.ts` says what goes in and what comes out. */
import { inputError } from "../errors.ts";
import { dictionary } from "../report/types.ts";
import { closedForm, conditionNumber, leastSquares, squaredDualityGap } from "./certificate.ts";
import { type Coordinates, type Geometry, geometry, modelAt, pointOf } from "./coordinates.ts";
import { CrossProducts, isConstant, meanOf, momentsAbout } from "./cross-products.ts";
import { crossValidation } from "./cross-validation.ts";
import { labelFault } from "./labels.ts";
import { type Optimised, type OptimiserState, optimise } from "./optimise.ts";
import { lossesToReport, partLosses } from "./part-losses.ts";
import { type Problem, startOf } from "./problem.ts";
import { QuadraticProblem } from "./quadratic.ts";
import { type RowLoss, rowLossOf } from "./row-loss.ts";
import { RowProblem } from "./row-problem.ts";
import { type Block, RowStore } from "./row-store.ts";
import { stepRule } from "./step-rule.ts";
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

/** @throws LossctlError (usage) for a loss that a linear model can't be fitted by. */
export function createFit(request: FitRequest): Fit {
  return new RowFit(request);
}

/** The training rows as an optimiser needs them, and how far it got. */
interface Solved {
  readonly geometry: Geometry;
  readonly problem: Problem;
  readonly optimised: Optimised;
  readonly learningRate: number;
}

class RowFit implements Fit {
  readonly #request: FitRequest;
  readonly #loss: RowLoss;
  readonly #store: RowStore;
  /** By part or fold. */
  readonly #products = new Map<number, CrossProducts>();

  constructor(request: FitRequest) {
    this.#request = request;
    this.#loss = rowLossOf(request.objective.loss);
    this.#store = new RowStore(request.features.length);
  }

  add(chunk: DesignChunk): void {
    this.#store.add(chunk, (block) => this.#count(block));
  }

  async solve(): Promise<FitOutcome> {
    this.#store.finish((block) => this.#count(block));
    const { request } = { request: this.#request };
    const inFolds = request.folds !== null;
    const trains = inFolds ? () => true : (part: number) => part === PART.train;
    const solved = this.#solve(trains, request.resume, request.onEpoch);
    const { optimised, geometry } = solved;
    const train = this.#merged(trains);
    const { intercept, coefficients } = modelAt(geometry.coordinates, optimised.position.u);
    const { link } = this.#loss;
    const losses = partLosses(
      this.#store,
      { intercept, coefficients, link },
      lossesToReport(request.objective.loss, link, request.gateLosses ?? []),
      (part) => (inFolds ? PART.train : part),
    );
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
        converged: optimised.converged,
      },
      certificate: this.#certificate(solved),
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

  close(): void {
    this.#store.close();
  }

  #count(block: Block): void {
    const { rows, features, target, weights, parts } = block;
    const fault = labelFault(this.#request.objective.loss, target, rows);
    if (fault !== null) throw inputError(`column "${this.#request.target}": ${fault}`);
    for (const part of new Set(parts.subarray(0, rows))) {
      let products = this.#products.get(part);
      if (products === undefined) {
        products = new CrossProducts(features.length + 1);
        this.#products.set(part, products);
      }
      const columns = [...features, target];
      const chosen = parts.subarray(0, rows).every((each) => each === part)
        ? { columns, weights, rows }
        : gathered(columns, weights, parts, part, rows);
      products.add(chosen.columns, chosen.weights, chosen.rows);
    }
  }

  #merged(takes: (part: number) => boolean): CrossProducts {
    const merged = new CrossProducts(this.#request.features.length + 1);
    for (const [part, products] of this.#products) if (takes(part)) merged.merge(products);
    return merged;
  }

  /** The fit of the rows of some parts; `resume` and `onEpoch` are for the one that counts. */
  #solve(trains: (part: number) => boolean, resume: Model | null, onEpoch?: FitRequest["onEpoch"]): Solved {
    const { objective, optimizer } = this.#request;
    const products = this.#merged(trains);
    if (products.rows === 0) throw inputError("no rows to learn from");
    if (products.weight.sign() === 0) throw inputError("the weights of the rows to learn from add up to 0");
    const start = this.#start(products, trains);
    const found = geometry(products, objective, start.curvature, start.offset);
    for (const [j, name] of this.#request.features.entries()) {
      if (!Number.isFinite(found.coordinates.scale[j])) {
        throw inputError(`column "${name}": its numbers are too large to be squared`);
      }
    }
    const { coordinates } = found;
    const others = new Map([...this.#products].filter(([part]) => !trains(part)));
    const rowProblem = () => new RowProblem(this.#store, this.#loss, coordinates, trains);
    const problem = this.#loss.squared ? new QuadraticProblem(products, coordinates, others) : rowProblem();
    const before = resume === null ? null : this.#stateOf(resume, coordinates);
    const { rule, learningRate } = stepRule(
      optimizer,
      problem,
      rowProblem,
      largestEigenvalue(found.hessian),
      before?.state ?? null,
    );
    const optimised = optimise(
      problem,
      optimizer,
      rule,
      before?.u ?? startOf(coordinates),
      before?.state ?? null,
      onEpoch,
    );
    return { geometry: found, problem, optimised, learningRate };
  }

  /** The best constant, or near it, and the curvature there; without an intercept at 0. */
  #start(products: CrossProducts, trains: (part: number) => boolean): { offset: number; curvature: number } {
    const mean = meanOf(products, products.columns - 1);
    const offset = this.#request.objective.intercept ? this.#loss.start(mean) : 0;
    if (this.#loss.squared) return { offset, curvature: 2 };
    const { translates, gradient, hessian } = this.#loss;
    let [sum, weight] = [0, 0];
    for (let place = 0; place < this.#store.blocks; place++) {
      const { rows, target, weights, parts } = this.#store.block(place);
      for (let row = 0; row < rows; row++) {
        if (!trains(parts[row]!)) continue;
        const label = target[row]!;
        const share = weights?.[row] ?? 1;
        // Of a residual's loss the curvature of the parabola that touches it at both sides: it exists at kinks too.
        const residual = offset - label;
        const curvature = !translates
          ? hessian(label, offset)
          : residual === 0
            ? 0
            : gradient(0, residual) / residual;
        if (share === 0) continue;
        sum += share * curvature;
        weight += share;
      }
    }
    const curvature = sum / weight;
    return { offset, curvature: curvature > 0 && Number.isFinite(curvature) ? curvature : 1 };
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

  #certificate({ geometry, problem, optimised }: Solved): Certificate {
    const { features } = this.#request;
    const { position } = optimised;
    const leftOut = geometry.coordinates.scale.filter((unit) => unit === 0).length;
    let optimum: ReturnType<typeof closedForm>;
    let hessian = geometry.hessian;
    if (problem instanceof QuadraticProblem) {
      const smooth = this.#request.objective.l1 === 0;
      optimum = smooth ? closedForm(problem, geometry, position) : squaredDualityGap(problem, position);
    } else {
      const { objective } = position.at;
      optimum = { objective, optimum: null, gap: null, method: "kkt-residual" };
      hessian = eigen((problem as RowProblem).hessianAt(position.u), position.u.length);
    }
    return {
      ...optimum,
      gradientNorm: position.norm,
      conditionNumber: this.#loss.piecewiseLinear ? null : conditionNumber(hessian, leftOut),
      collinear: geometry.collinear.map((j) => features[j]!),
      constant: geometry.constant.map((j) => features[j]!),
    };
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

function gathered(
  columns: readonly Float64Array[],
  weights: Float64Array | null,
  parts: Uint8Array,
  part: number,
  rows: number,
) {
  const chosen: number[] = [];
  for (let row = 0; row < rows; row++) if (parts[row] === part) chosen.push(row);
  const of = (column: Float64Array) => Float64Array.from(chosen, (row) => column[row]!);
  return { columns: columns.map(of), weights: weights && of(weights), rows: chosen.length };
}
