/** The WebAssembly module: compiled once in a thread, instantiated for each reader and each set of sums. */
import { kernelBytes } from "./bytes.generated.ts";

/** What the module calls. Addresses are bytes from the start of its memory. */
export interface Host {
  /** The value of a field that is not a finite number; `out` is where it will be written. */
  token(start: number, end: number, out: number): number;
  /** The value of JSON text that is not a number. */
  value(start: number, end: number, out: number): number;
  /** The code, from 0 to 2^31 - 1, of a text that the dictionary does not have. */
  code(start: number, end: number): number;
}

/** The module's exports; `assembly/` says what each does. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  allocate(size: number): number;
  index(start: number, end: number, delimiter: number, out: number, outEnd: number): number;
  indexJson(start: number, end: number, out: number, outEnd: number): number;
  readonly records: WebAssembly.Global;
  readonly recordsEnd: WebAssembly.Global;
  readonly quotedNewlines: WebAssembly.Global;
  readonly misplacedQuotes: WebAssembly.Global;
  readonly openQuote: WebAssembly.Global;
  shape(entries: number, count: number, rows: number, fields: number): number;
  quoteParity(start: number, end: number): number;
  newlines(start: number, end: number): number;
  read(start: number, end: number, out: number): number;
  numbers(entries: number, rows: number, fields: number, column: number, out: number): void;
  createDictionary(): number;
  dictionaryEntries(dictionary: number): number;
  codes(entries: number, rows: number, fields: number, column: number, out: number, dictionary: number): void;
  jsonNumbers(
    entries: number,
    rows: number,
    segments: number,
    segment: number,
    out: number,
    prefix: number,
    length: number,
  ): number;
  jsonCodes(
    entries: number,
    rows: number,
    segments: number,
    segment: number,
    out: number,
    prefix: number,
    length: number,
    dictionary: number,
  ): number;
  jsonConstant(
    entries: number,
    rows: number,
    segments: number,
    segment: number,
    prefix: number,
    length: number,
  ): number;
  jsonStrings(
    entries: number,
    rows: number,
    segments: number,
    segment: number,
    prefix: number,
    length: number,
  ): number;
  addValues(accumulator: number, values: number, count: number): void;
  takeMagnitude(accumulator: number, out: number): number;
  multiplyPairs(
    high: number,
    low: number,
    otherHigh: number,
    otherLow: number,
    count: number,
    spare: number,
    spareLow: number,
  ): number;
  addPowers(sum: number, squares: number, values: number, count: number): number;
  products(x: number, y: number, count: number, high: number, low: number): number;
  cross(
    values: number,
    stride: number,
    columns: number,
    sets: number,
    rows: number,
    work: number,
    rest: number,
    sums: number,
  ): number;
  settleAll(sums: number, count: number): void;
  sizes(values: number, count: number, out: number): number;
  addProductsOfPairs(
    accumulator: number,
    high: number,
    low: number,
    otherHigh: number,
    otherLow: number,
    count: number,
    bound: number,
  ): void;
  residuals(a: number, b: number, count: number, size: number, square: number, zero: number): void;
  differences(a: number, b: number, count: number, out: number, ranges: number): number;
  countPairs(
    a: number,
    b: number,
    d: number,
    count: number,
    scaleA: number,
    baseA: number,
    scaleB: number,
    baseB: number,
    scaleD: number,
    baseD: number,
    shift: number,
    coarseBase: number,
    fine: number,
    pairs: number,
    bySecond: number,
  ): void;
  smallHashes(a: number, b: number, count: number, limit: number, rows: number, out: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** Takes the module of another thread, instead of compiling it. */
export function useKernelModule(module: WebAssembly.Module): void {
  compiled = module;
}

/** The module, which can be sent to another thread. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, "base64"));
  return compiled;
}

/** Of instances that read no text. */
const NO_HOST: Host = { token: () => Number.NaN, value: () => Number.NaN, code: () => 0 };

/** An instance with a memory of its own. Addresses above 2^31 come back negative: `>>> 0` them. */
export function instantiate(host = NO_HOST): Exports {
  const instance = new WebAssembly.Instance(kernelModule(), {
    host: {
      token: (start: number, end: number, out: number) => host.token(start >>> 0, end >>> 0, out >>> 0),
      value: (start: number, end: number, out: number) => host.value(start >>> 0, end >>> 0, out >>> 0),
      code: (start: number, end: number) => host.code(start >>> 0, end >>> 0),
    },
  });
  return instance.exports as unknown as Exports;
}
