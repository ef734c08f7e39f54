/**
 * Dictionary of texts: the raw bytes of a field to a code that the host gave for them when they first came up.
 * Fields that differ only in quoting have entries of their own with the same code. Open addressing with linear
 * probing, at most half full.
 *
 * A text of up to 7 bytes is its own key, with its length in the key's highest byte: equal keys are equal texts.
 * For longer ones the key is a hash and the bytes are compared.
 */
import { allocate } from "./memory";

/** The host's code for a text that is not in the dictionary. */
@external("host", "code")
declare function hostCode(start: usize, end: usize): u32;

const RETURN: u32 = 0x0d;
const MULTIPLIER: u64 = 0x9e3779b97f4a7c15; // 2^64 / golden ratio, odd (Knuth, TAOCP 3, 6.4)

const FIRST_SLOTS: usize = 1024;
/** Beyond these the host is asked again for each text that is not stored, so that memory stays bounded. */
const MOST_ENTRIES: u32 = 1 << 17;
const MOST_BYTES: usize = 1 << 24;

/** A dictionary's header. A slot is {key u64, bytes u32, length u32, code u32, used u32}. */
@unmanaged
export class Dictionary {
  slots: usize;
  shift: u32;
  entries: u32;
  /** Free space for the bytes of texts. */
  free: usize;
  freeEnd: usize;
  stored: usize;
}
const SLOT: usize = 24;

/** A new, empty dictionary; 0 if the memory is exhausted. */
export function createDictionary(): usize {
  const dictionary = changetype<Dictionary>(allocate(offsetof<Dictionary>()));
  if (changetype<usize>(dictionary) == 0) return 0;
  dictionary.slots = allocate(FIRST_SLOTS * SLOT);
  if (dictionary.slots == 0) return 0;
  dictionary.shift = 64 - <u32>ctz(FIRST_SLOTS);
  return changetype<usize>(dictionary);
}

export function dictionaryEntries(dictionary: usize): u32 {
  return changetype<Dictionary>(dictionary).entries;
}

@inline
function keyOf(start: usize, length: usize): u64 {
  if (length == 0) return 0;
  if (length < 8) return (load<u64>(start) & (~(<u64>0) >> (64 - (<u64>length << 3)))) | <u64>length << 56;
  let key = load<u64>(start + length - 8) * MULTIPLIER;
  key ^= key >> 32;
  for (let i: usize = 0; i + 8 < length; i += 8) key = (rotr(key, 23) ^ load<u64>(start + i)) * MULTIPLIER;
  return key | <u64>0xff << 56; // no short text's
}

@inline
function placeOf(key: u64, shift: u32): usize {
  return <usize>((key * MULTIPLIER) >> shift);
}

function grow(dictionary: Dictionary): bool {
  const oldSlots = <usize>1 << (64 - dictionary.shift);
  const slots = allocate(oldSlots * 2 * SLOT);
  if (slots == 0) return false;
  const shift = dictionary.shift - 1;
  const mask = oldSlots * 2 - 1;
  for (let i: usize = 0; i < oldSlots; i++) {
    const from = dictionary.slots + i * SLOT;
    if (load<u32>(from, 20) == 0) continue;
    let place = placeOf(load<u64>(from), shift);
    while (load<u32>(slots + place * SLOT, 20)) place = (place + 1) & mask;
    memory.copy(slots + place * SLOT, from, SLOT);
  }
  dictionary.slots = slots;
  dictionary.shift = shift;
  return true;
}

/** Room for the bytes of a text; 0 if there is none. */
function keep(dictionary: Dictionary, length: usize): usize {
  if (dictionary.stored + length > MOST_BYTES) return 0;
  if (dictionary.free + length > dictionary.freeEnd) {
    const size = max(length, min(max(dictionary.stored, 4096), 1 << 20));
    const region = allocate(size);
    if (region == 0) return 0;
    dictionary.free = region;
    dictionary.freeEnd = region + size;
  }
  const place = dictionary.free;
  dictionary.free += length;
  dictionary.stored += length;
  return place;
}

function sameBytes(a: usize, b: usize, length: usize): bool {
  return memory.compare(a, b, length) == 0;
}

/** The text's code, by probing on from its place or from the host. */
function find(dictionary: Dictionary, start: usize, length: usize, key: u64): u32 {
  let mask = (<usize>1 << (64 - dictionary.shift)) - 1;
  let place = placeOf(key, dictionary.shift);
  let slot = dictionary.slots + place * SLOT;
  while (load<u32>(slot, 20)) {
    if (load<u64>(slot) == key && load<u32>(slot, 12) == <u32>length &&
      (length < 8 || sameBytes(load<u32>(slot, 8), start, length))) return load<u32>(slot, 16);
    place = (place + 1) & mask;
    slot = dictionary.slots + place * SLOT;
  }
  const code = hostCode(start, start + length);
  if (dictionary.entries >= MOST_ENTRIES) return code;
  if (<usize>dictionary.entries * 2 >= mask) {
    if (!grow(dictionary)) return code;
    mask = mask * 2 + 1;
    place = placeOf(key, dictionary.shift);
    while (load<u32>(dictionary.slots + place * SLOT, 20)) place = (place + 1) & mask;
    slot = dictionary.slots + place * SLOT;
  }
  const bytes: usize = length < 8 ? 0 : keep(dictionary, length);
  if (length >= 8 && bytes == 0) return code;
  if (bytes) memory.copy(bytes, start, length);
  store<u64>(slot, key);
  store<u32>(slot, <u32>bytes, 8);
  store<u32>(slot, <u32>length, 12);
  store<u32>(slot, code, 16);
  store<u32>(slot, 1, 20);
  dictionary.entries++;
  return code;
}

/** The code of the text from `start` to `end`. */
@inline
export function codeOf(header: Dictionary, start: usize, end: usize): u32 {
  const length = end - start;
  const key = keyOf(start, length);
  const slot = header.slots + placeOf(key, header.shift) * SLOT;
  if (load<u64>(slot) == key && length < 8 && load<u32>(slot, 20)) return load<u32>(slot, 16);
  return find(header, start, length, key);
}

/** Column `column` of `rows` records of `fields` fields each, as codes (u32) to `out`; `entries` as in `numbers`. */
export function codes(entries: usize, rows: i32, fields: i32, column: i32, out: usize, dictionary: usize): void {
  const header = changetype<Dictionary>(dictionary);
  const step = <usize>fields << 2;
  const last = column == fields - 1;
  let p = entries + (<usize>column << 2) - 4;
  for (let row = 0; row < rows; row++, p += step, out += 4) {
    const start = <usize>load<u32>(p) + 1;
    let end = <usize>load<u32>(p, 4);
    if (last) end -= <usize>(<u32>load<u8>(end - 1) == RETURN);
    store<u32>(out, codeOf(header, start, end));
  }
}
