/** 1/(1+e^-z), to the last bits also where it is nearly 0: `sigmoid(-z)` is 1 - `sigmoid(z)` without the loss. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const exponential = Math.exp(z);
  return exponential / (1 + exponential);
}
