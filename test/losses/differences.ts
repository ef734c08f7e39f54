/** Numerical derivatives and the search for jumps, for the laws. */

/** The derivative of `of` at `x` from values within `room` of it, and an estimate of its error. */
export function derivative(
  of: (x: number) => number,
  x: number,
  room: number,
): { value: number; error: number } {
  const step = Math.min(room / 4, 1e-2 * Math.max(1, Math.abs(x)));
  const central = (h: number) => {
    const above = x + h;
    const below = x - h;
    return (of(above) - of(below)) / (above - below);
  };
  // Richardson: h^2 and then h^4 leave the error of the central difference.
  const [wide, middle, narrow] = [central(step), central(step / 2), central(step / 4)];
  const first = middle + (middle - wide) / 3;
  const second = narrow + (narrow - middle) / 3;
  const value = second + (second - first) / 15;
  const noise = (8 * Number.EPSILON * (Math.abs(of(x)) + Math.abs(value * x))) / step;
  // A corner of the second derivative leaves errors of the first order in h, which the extrapolation does not know.
  const firstOrder = Math.abs(wide - middle) < 3 * Math.abs(middle - narrow);
  return { value, error: Math.abs(firstOrder ? narrow - middle : value - second) + noise };
}

/** The largest jump of a function that bisection finds between two places. */
export function jump(of: (x: number) => number, from: number, to: number): { at: number; size: number } {
  let [low, high] = [from, to];
  let [atLow, atHigh] = [of(low), of(high)];
  while (high - low > 2 ** -36 * Math.max(1, Math.abs(low), Math.abs(high))) {
    const middle = (low + high) / 2;
    const atMiddle = of(middle);
    if (Math.abs(atMiddle - atLow) > Math.abs(atHigh - atMiddle)) [high, atHigh] = [middle, atMiddle];
    else [low, atLow] = [middle, atMiddle];
  }
  return { at: (low + high) / 2, size: Math.abs(atHigh - atLow) };
}
