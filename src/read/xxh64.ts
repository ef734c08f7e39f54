/**
 * XXH64 with seed 0, the checksum of zstd frames (Collet, "xxHash fast digest algorithm", doc/xxhash_spec.md).
 * 64-bit numbers are pairs of 32-bit words where the bytes are many, BigInt at the end: BigInt throughout is slower
 * than the decompression whose result it would check.
 */

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;
const STRIPE = 32;

export class Xxh64 {
  /** Low and high words of the four lanes. */
  readonly #low = new Int32Array(4);
  readonly #high = new Int32Array(4);
  readonly #rest = Buffer.alloc(STRIPE);
  #restBytes = 0;
  #bytes = 0;

  constructor() {
    [PRIME_1 + PRIME_2, PRIME_2, 0n, -PRIME_1].forEach((start, lane) => {
      this.#low[lane] = Number(BigInt.asIntN(32, start));
      this.#high[lane] = Number(BigInt.asIntN(32, start >> 32n));
    });
  }

  update(bytes: Buffer): void {
    this.#bytes += bytes.length;
    let at = 0;
    if (this.#restBytes > 0) {
      at = bytes.copy(this.#rest, this.#restBytes);
      this.#restBytes += at;
      if (this.#restBytes < STRIPE) return;
      this.#stripe(this.#rest, 0);
    }
    for (; at + STRIPE <= bytes.length; at += STRIPE) this.#stripe(bytes, at);
    this.#restBytes = bytes.copy(this.#rest, 0, at);
  }

  /** The hash of all bytes so far. */
  digest(): bigint {
    let hash = this.#bytes < STRIPE ? PRIME_5 : this.#lanes();
    hash = u64(hash + BigInt(this.#bytes));
    const rest = this.#rest.subarray(0, this.#restBytes);
    let at = 0;
    for (; at + 8 <= rest.length; at += 8) {
      hash = u64(rotate(hash ^ round(0n, rest.readBigUInt64LE(at)), 27n) * PRIME_1 + PRIME_4);
    }
    for (; at + 4 <= rest.length; at += 4) {
      hash = u64(rotate(hash ^ u64(BigInt(rest.readUInt32LE(at)) * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    }
    for (; at < rest.length; at++) {
      hash = u64(rotate(hash ^ u64(BigInt(rest.readUInt8(at)) * PRIME_5), 11n) * PRIME_1);
    }
    hash = u64((hash ^ (hash >> 33n)) * PRIME_2);
    hash = u64((hash ^ (hash >> 29n)) * PRIME_3);
    return hash ^ (hash >> 32n);
  }

  /** lane = rotate(lane + word * PRIME_2, 31) * PRIME_1, for each of the four. */
  #stripe(bytes: Buffer, from: number): void {
    const low = this.#low;
    const high = this.#high;
    for (let lane = 0, at = from; lane < 4; lane++, at += 8) {
      const wordLow = word(bytes, at);
      const wordHigh = word(bytes, at + 4);
      const productLow = Math.imul(wordLow, PRIME_2_LOW);
      const productHigh =
        highOfProduct(wordLow, PRIME_2_LOW) +
        Math.imul(wordLow, PRIME_2_HIGH) +
        Math.imul(wordHigh, PRIME_2_LOW);
      const sumLow = (low[lane] as number) + productLow;
      const carry = ((low[lane] as number) >>> 0) + (productLow >>> 0) > 0xffffffff ? 1 : 0;
      const sumHigh = (high[lane] as number) + productHigh + carry;
      const turnedLow = (sumLow << 31) | ((sumHigh | 0) >>> 1);
      const turnedHigh = (sumHigh << 31) | ((sumLow | 0) >>> 1);
      low[lane] = Math.imul(turnedLow, PRIME_1_LOW);
      high[lane] =
        highOfProduct(turnedLow, PRIME_1_LOW) +
        Math.imul(turnedLow, PRIME_1_HIGH) +
        Math.imul(turnedHigh, PRIME_1_LOW);
    }
  }

  #lanes(): bigint {
    const lanes = [0, 1, 2, 3].map(
      (lane) =>
        (BigInt((this.#high[lane] as number) >>> 0) << 32n) | BigInt((this.#low[lane] as number) >>> 0),
    );
    const turns = [1n, 7n, 12n, 18n];
    const sum = lanes.reduce((total, lane, index) => total + rotate(lane, turns[index] as bigint), 0n);
    return lanes.reduce((hash, lane) => u64((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4), u64(sum));
  }
}

const PRIME_1_LOW = Number(BigInt.asIntN(32, PRIME_1));
const PRIME_1_HIGH = Number(BigInt.asIntN(32, PRIME_1 >> 32n));
const PRIME_2_LOW = Number(BigInt.asIntN(32, PRIME_2));
const PRIME_2_HIGH = Number(BigInt.asIntN(32, PRIME_2 >> 32n));

function word(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** The upper word of the product of two unsigned words, from products of halves, which doubles hold exactly. */
function highOfProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a0 * b1 + a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + Math.floor(middle / 0x10000)) | 0;
}

function round(lane: bigint, input: bigint): bigint {
  return u64(rotate(u64(lane + input * PRIME_2), 31n) * PRIME_1);
}

function rotate(value: bigint, bits: bigint): bigint {
  return u64((value << bits) | (value >> (64n - bits)));
}

function u64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
