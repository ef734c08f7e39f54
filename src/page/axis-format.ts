/** Numbers at the ticks of an axis. */

/** Short: thousands and millions by their letters, small ones with few digits. */
export function tick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential().replace("e+", "e");
  for (const [unit, letter] of [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e4, "k"],
  ] as const) {
    if (size >= unit) {
      const divisor = unit === 1e4 ? 1e3 : unit;
      return `${Number((value / divisor).toPrecision(6))}${letter}`.replace("-", "−");
    }
  }
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** A count with gaps between its thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
