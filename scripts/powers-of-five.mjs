// The tables behind number reading, computed in whole numbers.

const word = (bits) => `0x${bits.toString(16)}`;
const length = (value) => value.toString(2).length;

/**
 * The highest 128 bits of 5^q, q from -342 to 308, high word first (Lemire 2021, section 5; outside these q every
 * 64-bit integer times 10^q is 0 or infinite): truncated, but rounded up where a 64-bit integer can be a multiple
 * of 5^-q, so that an exact product is not missed from below.
 */
function eiselLemire() {
  const words = [];
  for (let q = -342n; q <= 308n; q++) {
    const power = 5n ** (q < 0n ? -q : q);
    const bits = BigInt(length(power));
    let top;
    if (q >= 0n) top = bits <= 128n ? power << (128n - bits) : power >> (bits - 128n);
    else top = (1n << (bits + 127n)) / power + (q >= -27n ? 1n : 0n);
    if (length(top) !== 128) throw new Error(`5^${q} has ${length(top)} bits`);
    words.push(top >> 64n, top & 0xffffffffffffffffn);
  }
  return words;
}

/**
 * For n from 0 to 24: the highest 64 bits of 5^-n, truncated, as two words of 32; the biased exponent of w * 10^-n
 * less the leading zeros of w, less 1 (the mantissa's leading bit, added, makes up for it); 10^n modulo 2^64.
 */
function negativePowers() {
  const words = [];
  for (let n = 0n; n <= 24n; n++) {
    const power = 5n ** n;
    const bits = BigInt(length(power));
    const shift = n === 0n ? 63n : bits + 63n;
    const top = (1n << shift) / power;
    if (length(top) !== 64) throw new Error(`5^-${n} has ${length(top)} bits`);
    // w * 10^-n = (w * top) * 2^(-shift - n); the leading bit of the product is bit 126 or 127.
    words.push(
      top & 0xffffffffn,
      top >> 32n,
      1023n + 126n - shift - n - 1n,
      (10n ** n) & 0xffffffffffffffffn,
    );
  }
  return words;
}

/** The tables as an AssemblyScript module. */
export function powersOfFive() {
  const table = (name, words) =>
    `export const ${name}: usize = memory.data<u64>([${words.map(word).join(", ")}]);\n`;
  const tables = table("POWERS_OF_FIVE", eiselLemire()) + table("NEGATIVE_POWERS", negativePowers());
  return `// Built by scripts/powers-of-five.mjs.\n${tables}`;
}
