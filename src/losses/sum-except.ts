/** Sum of all entries but one (none for -1): at a dominant entry `total - entry` would cancel. */
export function sumExcept(values: Float64Array, excepted: number): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    if (index !== excepted) sum += values[index] as number;
  }
  return sum;
}
