const bits = new BigInt64Array(1);
const number = new Float64Array(bits.buffer);

/** How many binary64 numbers lie between two, infinities among them: 0 if they are equal, also 0 and -0; NaN is far from all. */
export function ulpsBetween(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(Number(place(a) - place(b)));
}

/** Place of a number among all in order. */
function place(value: number): bigint {
  number[0] = value;
  return bits[0]! < 0n ? -(bits[0]! & 0x7fff_ffff_ffff_ffffn) : bits[0]!;
}
