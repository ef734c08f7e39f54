/** Place of the largest entry, of the first one among equals; 0 for an empty array. */
export function indexOfMaximum(values: Float64Array): number {
  let place = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) > (values[place] as number)) place = index;
  }
  return place;
}
