/** Texts of numbers of every kind that number reading can go wrong on. */
import type { Random } from "./random.ts";

const view = new DataView(new ArrayBuffer(8));

/** The number with these 64 bits. */
function fromBits(high: number, low: number): number {
  view.setUint32(0, high);
  view.setUint32(4, low);
  return view.getFloat64(0);
}

function digits(random: Random, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += String(random.below(10));
  return text;
}

function exponent(random: Random, bound: number): string {
  return `${random.pick(["e", "E"])}${random.pick(["", "-", "+"])}${random.below(bound)}`;
}

/** The middle between two neighbouring doubles, exactly: 54 bits, divided by 2^shift. */
function halfway(random: Random): string {
  const significand = (1n << 52n) | (BigInt(random.below(2 ** 26)) << 26n) | BigInt(random.below(2 ** 26));
  const shift = random.below(20);
  const scaled = ((significand << 1n) + 1n) * 5n ** BigInt(shift);
  const text = scaled.toString().padStart(shift + 1, "0");
  return shift === 0 ? text : `${text.slice(0, -shift)}.${text.slice(-shift)}`;
}

/** The middle between two neighbouring subnormals or normals anywhere, as all its digits, nudged in the last or not. */
function distantHalfway(random: Random): string {
  const biased = random.below(2) ? random.below(4) : random.below(2046);
  const low = BigInt(Math.floor(random.next() * 2 ** 52));
  const significand = biased === 0 ? low : low | (1n << 52n);
  const power = Math.max(biased, 1) - 1075 - 1;
  const middle = (significand << 1n) + 1n;
  const scaled = power >= 0 ? middle << BigInt(power) : middle * 5n ** BigInt(-power);
  const text = scaled.toString();
  const last = random.pick(["", "", "1", "000000000000000000001"]);
  const cut = random.below(2) ? text.slice(0, 17 + random.below(4)) : text + last;
  const places = (power >= 0 ? 0 : power) + (text.length - Math.min(cut.length, text.length));
  return `${cut}e${places - Math.max(0, cut.length - text.length)}`;
}

const KINDS: readonly ((random: Random) => string)[] = [
  (random) => String((random.next() - 0.5) * 10 ** random.below(6)),
  (random) => {
    const value = fromBits(random.below(2 ** 32), random.below(2 ** 32));
    return Number.isFinite(value) ? String(value) : "0";
  },
  (random) =>
    random.pick(["", "-", "+"]) +
    digits(random, 1 + random.below(25)) +
    random.pick(["", ".", `.${digits(random, random.below(25))}`]) +
    random.pick(["", exponent(random, 345)]),
  (random) => `${digits(random, 1 + random.below(19))}e${random.below(671) - 330}`,
  halfway,
  distantHalfway,
  (random) => `0.${"0".repeat(random.below(8))}${digits(random, 1 + random.below(18))}`,
  (random) =>
    `${random.pick(["", "-"])}${digits(random, 1 + random.below(9))}.${digits(random, 1 + random.below(17))}`,
  (random) => String(random.below(2) ? random.below(1e9) : Math.round((random.next() - 0.5) * 2e4) / 100),
  (random) => {
    const value = random.next() * 10 ** (random.below(40) - 20);
    return random.below(2) ? value.toExponential(random.below(18)) : value.toPrecision(1 + random.below(18));
  },
  (random) => fromBits(random.below(2 ** 20), random.below(2 ** 32)).toExponential(14 + random.below(5)),
  (random) =>
    fromBits(0x7fe00000 + random.below(2 ** 20), random.below(2 ** 32)).toExponential(14 + random.below(5)),
  (random) => "0".repeat(random.below(30)) + String(random.next() * 1000),
  (random) => `${random.pick(["", "+", "-"])}.${digits(random, 1 + random.below(22))}`,
  (random) => String(random.below(10) / random.pick([1, 2, 4, 5, 8, 10, 16])),
];

/** Numbers whose reading is known to be hard, and the ends of each path through the kernel. */
export const HARD_NUMBERS: readonly string[] = [
  ...[
    "0",
    "-0",
    "+0",
    "0.0",
    "-0.0",
    "0e5",
    "00",
    "5.",
    ".5",
    "-.5",
    "-5.",
    "+5",
    "1E5",
    "1e+5",
    "1e0005",
    "00012",
  ],
  ...["4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "5e-324", "1e-400", "1e-330"],
  ...[
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
  ],
  ...["9007199254740991", "9007199254740992", "9007199254740993", "9007199254740992.5", "9007199254740994"],
  ...["18446744073709551615", "18446744073709551616", "9999999999999999999", "99999999999999999999"],
  ...["12345678.1234567890123456", "00000000.1", "123456789.5", "1234567812345678", "12345678123456789"],
  ...[
    "0.000000000000000000000001",
    "0.000000000000000000000000000000000000001",
    "1.000000000000000000000000",
  ],
  ...["999.9999999999999999", "1000.0000000000000001", "0.1234567890123456789", "9.9999999999999999999999"],
  ...[
    "1.0000000000000002220446049250313080847263336181640625",
    "1.00000000000000011102230246251565404236316680908203125",
  ],
  ...["6929495644600919.5", "3.2378839133029012895e-32", "8.37377e9", "30078505129381147446200"],
];

export function numberText(random: Random): string {
  return random.pick(KINDS)(random);
}
