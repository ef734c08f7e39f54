import { REAL, vectorLoss } from "./build.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Cosine distance: the angle between two vectors, whatever their lengths.
 *
 * Formula     1 − c, c = Σ_j y_j p_j/(‖y‖ ‖p‖)
 * Domain      any vectors but zero vectors
 * Traits      not convex, smooth, no Lipschitz bound near the zero vector; from 0 to 2
 * Convention  as Σ_j (P_j − Y_j)²/2 of the unit vectors, which does not cancel for small angles
 * Reference   Salton, McGill, Introduction to modern information retrieval (1983)
 * Example     y = (1, 0), p = (3, 4) costs 2/5
 */
export const cosine: Definition = Object.freeze<Definition>({
  id: "cosine",
  aliases: ["cosine-distance"],
  title: "cosine distance",
  task: "distribution",
  expects: "vector",
  formula: "1 − c, c = Σⱼ yⱼpⱼ/(‖y‖ ‖p‖)",
  gradient: "(c Pⱼ − Yⱼ)/‖p‖, Y and P the unit vectors",
  hessian: "(c (1 − 3Pⱼ²) + 2YⱼPⱼ)/‖p‖²",
  convention: "from 0 to 2; a zero vector is invalid",
  reference: "Salton, McGill, Introduction to modern information retrieval (1983)",
  equivalents: {
    sklearn: "cosine_distances",
    torch: "1 − CosineSimilarity",
    keras: "1 + CosineSimilarity, which is −c",
  },
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [1, 0], prediction: [3, 4], value: 0.4 },
  create: () => vectorLoss("cosine", { label: { kind: "vector", interval: REAL }, prediction: REAL }, ROW, 2),
});

const ROW: VectorRow = {
  value(label, prediction) {
    const y = norm(label);
    const p = norm(prediction);
    let sum = 0;
    for (let index = 0; index < label.length; index++) {
      const difference = unit(prediction, index, p) - unit(label, index, y);
      sum += difference * difference;
    }
    return sum / 2;
  },
  gradient(label, prediction, out) {
    const y = norm(label);
    const p = norm(prediction);
    const loss = ROW.value(label, prediction);
    const cosine = dot(label, prediction, y, p);
    for (let index = 0; index < label.length; index++) {
      const unitP = unit(prediction, index, p);
      const unitY = unit(label, index, y);
      // c*P - Y, from c or from 1 - c, whichever is known better.
      const numerator = loss > NEAR ? cosine * unitP - unitY : unitP - unitY - loss * unitP;
      out[index] = numerator / p.length / p.scale;
    }
  },
  hessian(label, prediction, out) {
    const y = norm(label);
    const p = norm(prediction);
    const loss = ROW.value(label, prediction);
    const cosine = dot(label, prediction, y, p);
    for (let index = 0; index < label.length; index++) {
      const unitP = unit(prediction, index, p);
      const unitY = unit(label, index, y);
      // c*(1 - 3P^2) + 2YP = (1 - P^2) - (1 - c)*(1 - 3P^2) - 2P*(P - Y)
      const square = unitP * unitP;
      const numerator =
        loss > NEAR
          ? cosine * (1 - 3 * square) + 2 * unitY * unitP
          : (1 - unitP) * (1 + unitP) - loss * (1 - 3 * square) - 2 * unitP * (unitP - unitY);
      out[index] = numerator / p.length / p.length / p.scale / p.scale;
    }
  },
  invalid(label, prediction) {
    if (label.every((y) => y === 0)) return { role: "label", expected: "a label that is not a zero vector" };
    if (prediction.some((p) => p !== 0)) return null;
    return { role: "prediction", expected: "a prediction that is not a zero vector" };
  },
};

/** Up to this loss 1 - c is known better than c. */
const NEAR = 0.5;

/** The cosine of the angle, by its definition. */
function dot(label: Float64Array, prediction: Float64Array, y: Norm, p: Norm): number {
  let sum = 0;
  for (let index = 0; index < label.length; index++) {
    sum += unit(label, index, y) * unit(prediction, index, p);
  }
  return sum;
}

/** A Euclidean norm as a product, since it can be beyond the range of numbers where the vector is not. */
interface Norm {
  readonly scale: number;
  readonly length: number;
}

/** Squares between these neither overflow in a sum of as many columns as there can be, nor lose digits. */
const SMALL = 2 ** -900;
const LARGE = 2 ** 900;

function norm(vector: Float64Array): Norm {
  let squares = 0;
  let largest = 0;
  for (const x of vector) {
    squares += x * x;
    largest = Math.max(largest, Math.abs(x));
  }
  if (squares > SMALL && squares < LARGE) return { scale: 1, length: Math.sqrt(squares) };
  let scaled = 0;
  for (const x of vector) scaled += (x / largest) ** 2;
  return { scale: largest, length: Math.sqrt(scaled) };
}

function unit(vector: Float64Array, index: number, { scale, length }: Norm): number {
  return (vector[index] as number) / scale / length;
}
