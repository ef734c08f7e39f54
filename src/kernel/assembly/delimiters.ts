/**
 * Index of delimiters: the addresses of all delimiters and newlines of a block that stand outside quotes, in order.
 * After Langdale & Lemire, "Parsing gigabytes of JSON per second" (VLDB Journal 28, 2019): 64 bytes become bit
 * masks, quoted stretches are found by a prefix xor over the quotes. Here that is done only where a quote stands or
 * is open, so text without quotes pays one test in 64 bytes.
 */

const NEWLINE: u8 = 0x0a;
const RETURN: u8 = 0x0d;
const QUOTE: u8 = 0x22;

/** Of the last `index`: records that end in it, that is newlines outside quotes. */
export let records: i32 = 0;
/** Of the last `index`: the address after the last newline outside quotes; `start` if there is none. */
export let recordsEnd: usize = 0;
/** Of the last `index`: newlines inside quotes, those of the unfinished record too. */
export let quotedNewlines: i32 = 0;
/** Of the last `index`: not 0 if a quote stands where RFC 4180 has none. */
export let misplacedQuotes: i32 = 0;
/** Of the last `index`: not 0 if the block ends inside quotes. */
export let openQuote: i32 = 0;

@inline
function mask64(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) |
    (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

/** Where the 64 bytes are `byte`. */
@inline
function equal64(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return mask64(i8x16.eq(a, byte), i8x16.eq(b, byte), i8x16.eq(c, byte), i8x16.eq(d, byte));
}

/**
 * Writes the addresses (u32) to `out` and returns how many stand up to the last newline, or -1 if they do not fit
 * below `outEnd`. The byte before `start` must be a newline, the 64 bytes from `end` on zero.
 *
 * RFC 4180: an opening quote follows a delimiter or a newline, a closing quote precedes one (or CR LF). Without
 * that check two stray quotes hide every newline between them and rows merge silently.
 */
export function index(start: usize, end: usize, delimiter: u32, out: usize, outEnd: usize): i32 {
  const delimiters = i8x16.splat(<u8>delimiter), newlines = i8x16.splat(NEWLINE), quotes = i8x16.splat(QUOTE);
  const limit = outEnd - 64 * 4 - 24;
  let o = out;
  let recordCount: i64 = 0, hiddenNewlines: i64 = 0;
  let inside: u64 = 0; // all ones while a quote is open
  let afterClosing: u64 = 0; // bit 0: the last byte of the 64 before closed a quote
  let afterReturn: u64 = 0; // bit 0: ... was the CR after a closing quote
  let misplaced: u64 = 0;
  for (let p = start; p < end; p += 64) {
    if (o > limit) return -1;
    const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    let newline = equal64(a, b, c, d, newlines);
    let found = equal64(a, b, c, d, delimiters);
    const qa = i8x16.eq(a, quotes), qb = i8x16.eq(b, quotes), qc = i8x16.eq(c, quotes), qd = i8x16.eq(d, quotes);
    if (inside | afterClosing | afterReturn | <u64>v128.any_true(v128.or(v128.or(qa, qb), v128.or(qc, qd)))) {
      const quote = mask64(qa, qb, qc, qd);
      let quoted = quote ^ (quote << 1);
      for (let shift: u64 = 2; shift < 64; shift <<= 1) quoted ^= quoted << shift;
      quoted ^= inside; // 1 on opening quotes and what they enclose, 0 on closing quotes
      hiddenNewlines += popcnt(newline & quoted);
      found &= ~quoted;
      newline &= ~quoted;
      const closing = quote & ~quoted;
      const carriage = equal64(a, b, c, d, i8x16.splat(RETURN));
      const previous = <u32>load<u8>(p - 1);
      const boundary = u64(previous == NEWLINE || previous == QUOTE || previous == delimiter);
      // What follows the block is not known yet.
      const known = p + 64 > end ? (<u64>1 << (end - p)) - 1 : ~(<u64>0);
      // A quote that opens right after one that closed is the second half of an escaped quote.
      misplaced |= quote & quoted & ~((found | newline | closing) << 1 | boundary);
      const next = closing << 1 | afterClosing;
      misplaced |= next & ~(found | newline | quote | carriage) & known;
      const nextReturn = next & carriage;
      misplaced |= (nextReturn << 1 | afterReturn) & ~newline & known;
      inside = <u64>(<i64>quoted >> 63);
      afterClosing = closing >> 63;
      afterReturn = nextReturn >> 63;
    }
    recordCount += popcnt(newline);
    found |= newline;
    const base = <u32>p;
    let slot = o;
    o += <usize>popcnt(found) << 2;
    // Six at a time without a test: what is written beyond the last is overwritten or never read.
    do {
      store<u32>(slot, base + <u32>ctz(found)); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 4); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 8); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 12); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 16); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 20); found &= found - 1;
      slot += 24;
    } while (found);
  }
  records = <i32>recordCount;
  quotedNewlines = <i32>hiddenNewlines;
  misplacedQuotes = i32(misplaced != 0);
  openQuote = i32(inside != 0);
  while (o > out && load<u8>(load<u32>(o - 4)) != NEWLINE) o -= 4;
  recordsEnd = o > out ? <usize>load<u32>(o - 4) + 1 : start;
  return <i32>((o - out) >> 2);
}

/**
 * The same for flat JSON, one record a line: addresses of all `,` `}` and newlines, in strings or not. What a comma
 * in a string does to the count or to the texts between is found by comparing those with what every record has
 * (`json.ts`).
 */
export function indexJson(start: usize, end: usize, out: usize, outEnd: usize): i32 {
  const commas = i8x16.splat(0x2c), newlines = i8x16.splat(NEWLINE), braces = i8x16.splat(0x7d);
  const limit = outEnd - 64 * 4 - 24;
  let o = out;
  let recordCount: i64 = 0;
  for (let p = start; p < end; p += 64) {
    if (o > limit) return -1;
    const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    const newline = equal64(a, b, c, d, newlines);
    let found = equal64(a, b, c, d, commas) | equal64(a, b, c, d, braces) | newline;
    recordCount += popcnt(newline);
    const base = <u32>p;
    let slot = o;
    o += <usize>popcnt(found) << 2;
    do {
      store<u32>(slot, base + <u32>ctz(found)); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 4); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 8); found &= found - 1;
      store<u32>(slot, base + <u32>ctz(found), 12); found &= found - 1;
      slot += 16;
    } while (found);
  }
  records = <i32>recordCount;
  quotedNewlines = 0;
  misplacedQuotes = 0;
  openQuote = 0;
  while (o > out && load<u8>(load<u32>(o - 4)) != NEWLINE) o -= 4;
  recordsEnd = o > out ? <usize>load<u32>(o - 4) + 1 : start;
  return <i32>((o - out) >> 2);
}

/** 0 if each of the `rows` records has `fields` fields: every `fields`-th entry is a newline and no other is. */
export function shape(entries: usize, count: i32, rows: i32, fields: i32): i32 {
  if (<i64>rows * fields != count) return 1;
  const step = <usize>fields << 2;
  let p = entries + step - 4;
  let other: u32 = 0;
  for (let row = 0; row < rows; row++, p += step) other |= <u32>load<u8>(load<u32>(p)) ^ NEWLINE;
  return other;
}

/**
 * Number of quotes from `start` to `end`, modulo 2: whether text after the block is quoted if text before it is
 * not.
 */
export function quoteParity(start: usize, end: usize): i32 {
  const quotes = i8x16.splat(QUOTE);
  let even = i8x16.splat(0), odd = i8x16.splat(0);
  let p = start;
  for (; p + 64 <= end; p += 64) {
    even = v128.xor(even, i8x16.eq(v128.load(p), quotes));
    odd = v128.xor(odd, i8x16.eq(v128.load(p, 16), quotes));
    even = v128.xor(even, i8x16.eq(v128.load(p, 32), quotes));
    odd = v128.xor(odd, i8x16.eq(v128.load(p, 48), quotes));
  }
  let parity = popcnt(i8x16.bitmask(v128.xor(even, odd)));
  for (; p < end; p++) parity += i32(load<u8>(p) == QUOTE);
  return parity & 1;
}

/** Number of newlines from `start` to `end`, inside quotes or not. */
export function newlines(start: usize, end: usize): i32 {
  const sought = i8x16.splat(NEWLINE);
  let count = 0;
  let p = start;
  for (; p + 16 <= end; p += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(p), sought)));
  for (; p < end; p++) count += i32(load<u8>(p) == NEWLINE);
  return count;
}
