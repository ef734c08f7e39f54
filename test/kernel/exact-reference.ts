/** Sums in whole numbers, by the definition of binary64. */

const view = new DataView(new ArrayBuffer(8));

/** value * 2^1074, for a finite value. */
export function units(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(biased - 1);
  return bits >> 63n === 0n ? magnitude : -magnitude;
}

/** The sum of the finite values * 2^1074. */
export function sumOfUnits(values: Iterable<number>): bigint {
  let sum = 0n;
  for (const value of values) if (Number.isFinite(value)) sum += units(value);
  return sum;
}
