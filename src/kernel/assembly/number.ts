/**
 * Number fields: optional sign, digits with an optional point on either side of them, optional exponent; spaces and
 * one pair of quotes around are passed over. What else a field may hold (missing-value tokens, words, infinities, bad
 * text) is the host's affair.
 */
import {
  firstDigits8, integer16, integer8, lastDigits16, lastDigits8, notDigits16, notDigits8, pointAt,
} from "./digits";
import { fraction, powerOfTen, scaled } from "./rounding";

/** The host's value for the text from `start` to `end`, which is not a finite number; `out` is the row's place. */
@external("host", "token")
declare function token(start: usize, end: usize, out: usize): f64;

const QUOTE: u32 = 0x22;
const SPACE: u32 = 0x20;
const PLUS: u32 = 0x2b;
const MINUS: u32 = 0x2d;
const POINT: u32 = 0x2e;
const RETURN: u32 = 0x0d;

/** 19 digits fit a u64. */
const MOST_DIGITS: i32 = 19;

/** The host's value for JSON text from `start` to `end` that is no number: null, a string, a word, anything. */
@external("host", "value")
declare function value(start: usize, end: usize, out: usize): f64;

/** Fields that `field` does not read at once. */
function unusual(start: usize, end: usize, out: usize): f64 {
  if (start >= end) return token(start, end, out);
  const first = <u32>load<u8>(start);
  const last = <u32>load<u8>(end - 1);
  if (first == SPACE) return read(start + 1, end, out);
  if (last == SPACE) return read(start, end - 1, out);
  if (first == QUOTE && last == QUOTE && end - start >= 2) {
    let s = start + 1, e = end - 1;
    while (s < e && <u32>load<u8>(s) == SPACE) s++;
    while (s < e && <u32>load<u8>(e - 1) == SPACE) e--;
    // Quotes within quotes are text.
    return s < e && <u32>load<u8>(s) == QUOTE ? token(s, e, out) : read(s, e, out);
  }

  let p = start + <usize>(first == MINUS || first == PLUS);
  let w: u64 = 0; // the first 19 digits from the first that is not 0
  let digits = 0, significant = 0, scale = 0;
  let point = false;
  for (; p < end; p++) {
    const c = <u32>load<u8>(p);
    const digit = c - 48;
    if (digit > 9) {
      if (c != POINT || point) break;
      point = true;
      continue;
    }
    digits++;
    if (significant < MOST_DIGITS) {
      w = w * 10 + digit;
      significant += i32(w != 0);
      scale -= i32(point);
    } else {
      significant++;
      scale += i32(!point);
    }
  }
  if (digits == 0) return token(start, end, out);
  if (p < end) {
    if ((<u32>load<u8>(p) | 0x20) != 0x65) return token(start, end, out);
    p++;
    const sign = p < end ? <u32>load<u8>(p) : 0;
    p += <usize>(sign == MINUS || sign == PLUS);
    if (p >= end) return token(start, end, out);
    let exponent = 0;
    for (; p < end; p++) {
      const digit = <u32>load<u8>(p) - 48;
      if (digit > 9) return token(start, end, out);
      if (exponent < 100000000) exponent = exponent * 10 + digit;
    }
    scale += sign == MINUS ? -exponent : exponent;
  }
  const result = scaled(w, scale);
  // With digits left out the number lies between w and w + 1 at this scale: decided if both round alike
  // (Lemire 2021, section 11).
  if (significant > MOST_DIGITS && scaled(w + 1, scale) != result) return token(start, end, out);
  if (result == Infinity) return token(start, end, out);
  return first == MINUS ? -result : result;
}

/** Address after the digits from `p` on. */
function afterDigits(p: usize, end: usize): usize {
  while (p < end && <u32>load<u8>(p) - 48 <= 9) p++;
  return p;
}

/** JSON values that `field` does not read at once: a number by JSON's narrower grammar, or the host's affair. */
function unusualJson(start: usize, end: usize, out: usize): f64 {
  const whole = start + <usize>(start < end && <u32>load<u8>(start) == MINUS);
  let p = afterDigits(whole, end);
  if (p == whole || (p > whole + 1 && load<u8>(whole) == 0x30)) return value(start, end, out);
  if (p < end && <u32>load<u8>(p) == POINT) {
    const places = p + 1;
    p = afterDigits(places, end);
    if (p == places) return value(start, end, out);
  }
  if (p < end && (<u32>load<u8>(p) | 0x20) == 0x65) {
    p++;
    if (p < end && (<u32>load<u8>(p) == MINUS || <u32>load<u8>(p) == PLUS)) p++;
    const exponent = p;
    p = afterDigits(exponent, end);
    if (p == exponent) return value(start, end, out);
  }
  return p == end ? unusual(start, end, out) : value(start, end, out);
}

@inline
function other(start: usize, end: usize, out: usize, json: bool): f64 {
  return json ? unusualJson(start, end, out) : unusual(start, end, out);
}

/**
 * A field from `start` to `end`. Reads 24 bytes before `end` and 16 from `start` on, wherever they belong. Read
 * here: one digit; an optional minus, then up to 16 digits, or 1 to 8 digits, a point and 1 to 24 digits, at most 19 from the
 * first that is not 0.
 */
@inline
export function field(start: usize, end: usize, out: usize, json: bool): f64 {
  if (end - start == 1) {
    // Labels mostly are one digit, and a column of them is foretold well.
    const digit = <u32>load<u8>(start) - 48;
    return digit <= 9 ? <f64>digit : other(start, end, out, json);
  }
  const negative = <usize>(<u32>load<u8>(start) == MINUS);
  const p = start + negative;
  const length = <i32>(end - p);
  const whole = pointAt(p);
  let bits: u64;
  if (json && load<u8>(p) == 0x30 && min(whole, length) > 1) return unusualJson(start, end, out);
  if (whole >= length) {
    if (<u32>(length - 1) > 15) return other(start, end, out, json);
    const lanes = lastDigits16(end, <usize>length);
    if (notDigits16(lanes)) return other(start, end, out, json);
    bits = reinterpret<u64>(<f64><i64>integer16(lanes));
  } else {
    const places = length - whole - 1;
    if (<u32>(whole - 1) > 7) return other(start, end, out, json);
    if (<u32>(places - 1) > 23) return other(start, end, out, json);
    const leading = firstDigits8(p, whole);
    const lanes = lastDigits16(end, <usize>places);
    if (notDigits16(lanes)) return other(start, end, out, json);
    if (notDigits8(leading)) return other(start, end, out, json);
    let w = integer8(leading);
    if (places > 16) {
      const middle = lastDigits8(end - 24, <usize>(places - 16));
      if (notDigits8(middle)) return other(start, end, out, json);
      w = w * powerOfTen(places - 16) + integer8(middle);
      if (w > 999) return other(start, end, out, json); // more than 19 digits
      w = w * 10000000000000000 + integer16(lanes);
    } else {
      if (whole + places > MOST_DIGITS) return other(start, end, out, json);
      w = w * powerOfTen(places) + integer16(lanes);
    }
    bits = fraction(w, places);
  }
  return reinterpret<f64>(bits | (<u64>negative << 63));
}

/** One field. */
export function read(start: usize, end: usize, out: usize): f64 {
  return field(start, end, out, false);
}

/**
 * Column `column` (from 0) of `rows` records of `fields` fields each, as binary64 to `out`. `entries` is the index;
 * the word before it holds the address before the first record.
 */
export function numbers(entries: usize, rows: i32, fields: i32, column: i32, out: usize): void {
  const step = <usize>fields << 2;
  const last = column == fields - 1;
  let p = entries + (<usize>column << 2) - 4;
  for (let row = 0; row < rows; row++, p += step, out += 8) {
    const start = <usize>load<u32>(p) + 1;
    let end = <usize>load<u32>(p, 4);
    if (last) end -= <usize>(<u32>load<u8>(end - 1) == RETURN);
    store<f64>(out, field(start, end, out, false));
  }
}
