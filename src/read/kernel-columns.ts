/** The requested columns of a data set, as the kernel reads them from one block after the other. */
import type { Dictionary, Kernel, Token } from "../kernel/kernel.ts";
import { type Column, type FieldStatus, MISSING, PRESENT } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import type { Coder } from "./coding.ts";
import { KeyDictionary } from "./key-dictionary.ts";

/**
 * The block holds something that the kernel leaves to another reader, who says what is wrong with it, if anything
 * is.
 */
export class Irregular extends Error {}

/** One column. `read` is for a block, `column` for rows of it once all columns have been read. */
export interface KernelColumn {
  /** @throws Irregular, CodingFault */
  read(): void;
  column(from: number, to: number): Column;
}

/** A column's fields in the block. */
export interface Fields {
  readonly kernel: Kernel;
  readonly slot: number;
  /** @throws Irregular */
  readNumbers(interpret: (row: number) => Token): void;
  /** @throws Irregular */
  readCodes(dictionary: Dictionary): void;
  /** Whether the row has the field where it is looked for. */
  has(row: number): boolean;
  /** A row's field, as the dictionary has it. */
  bytes(row: number): Uint8Array;
  /** Such a field's text, null if it has none. @throws Irregular if it is not UTF-8, though `textual` */
  text(bytes: Uint8Array, textual: boolean): string | null;
  /** A row's field as messages show it, null if it has none. */
  show(row: number): string | null;
}

/** Texts whose tokens are remembered: the few that stand for a missing value, most likely. */
const REMEMBERED = 256;

/** Numbers; what is none is looked at text by text. */
export class NumberColumn implements KernelColumn {
  readonly #fields: Fields;
  readonly #coder: Coder;
  readonly #tokens = new Map<string | null, Token>();
  /** Fields of the last block that were no plain numbers. */
  tokens = 0;

  constructor(fields: Fields, coder: Coder) {
    this.#fields = fields;
    this.#coder = coder;
  }

  read(): void {
    this.tokens = 0;
    this.#fields.readNumbers((row) => this.#token(this.#fields.bytes(row)));
  }

  #token(bytes: Uint8Array): Token {
    this.tokens++;
    const text = this.#fields.text(bytes, this.#coder.textual);
    const known = this.#tokens.get(text);
    if (known !== undefined) return known;
    const token = tokenOf(this.#coder, text);
    if (this.#tokens.size < REMEMBERED) this.#tokens.set(text, token);
    return token;
  }

  column(from: number, to: number): Column {
    const { kernel, slot } = this.#fields;
    const status = kernel.status(slot)?.subarray(from, to);
    return {
      kind: "number",
      values: kernel.values(slot).subarray(from, to),
      status: status?.some((one) => one !== PRESENT) === true ? status : null,
    };
  }
}

function tokenOf(coder: Coder, text: string | null): Token & { readonly status: FieldStatus } {
  if (text === null) return { value: Number.NaN, status: MISSING };
  const value = coder.number(text);
  return Number.isNaN(value) ? { value, status: coder.status(text) } : { value, status: PRESENT };
}

/** Texts of a few kinds, such as classes: each text is looked at once. */
export class CodedColumn implements KernelColumn {
  readonly #fields: Fields;
  readonly #dictionary: Dictionary;
  /** What texts come to, and the place of each here. */
  readonly #tokens: (Token & { readonly status: FieldStatus })[] = [];
  readonly #codes = new Map<string, number>();
  #allPresent = true;
  #values = new Float64Array(0);
  #status = new Uint8Array(0);

  constructor(fields: Fields, coder: Coder) {
    this.#fields = fields;
    this.#dictionary = fields.kernel.dictionary((bytes) =>
      this.#code(tokenOf(coder, fields.text(bytes, true))),
    );
  }

  #code(token: Token & { readonly status: FieldStatus }): number {
    const name = Object.is(token.value, -0) ? "-0" : `${token.value} ${token.status}`;
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.#tokens.push(token) - 1;
      this.#codes.set(name, code);
      this.#allPresent &&= token.status === PRESENT;
    }
    return code;
  }

  /** Texts so far. */
  get texts(): number {
    return this.#fields.kernel.entries(this.#dictionary);
  }

  read(): void {
    this.#fields.readCodes(this.#dictionary);
  }

  column(from: number, to: number): Column {
    const codes = this.#fields.kernel.codes(this.#fields.slot);
    const rows = to - from;
    if (this.#values.length < rows) {
      this.#values = new Float64Array(rows);
      this.#status = new Uint8Array(rows);
    }
    const values = this.#values;
    const tokens = this.#tokens;
    for (let row = 0; row < rows; row++) values[row] = tokens[codes[from + row]!]!.value;
    if (this.#allPresent) return { kind: "number", values, status: null };
    const status = this.#status;
    let all = 0;
    for (let row = 0; row < rows; row++) all |= status[row] = tokens[codes[from + row]!]!.status;
    return { kind: "number", values, status: all === 0 ? null : status };
  }
}

/** From a block on in which so large a share of the fields are words, they are read as texts of a few kinds. */
const SHARE_OF_WORDS = 1 / 8;
/** Beyond these texts they are not. */
const MOST_TEXTS = 1024;

/** Numbers that may be words (`true`), as numbers while most are. */
export class NumberOrWordColumn implements KernelColumn {
  readonly #fields: Fields;
  readonly #numbers: NumberColumn;
  readonly #words: CodedColumn;
  #current: KernelColumn;
  /** Rows of the last block. */
  #before = 0;

  constructor(fields: Fields, coder: Coder) {
    this.#fields = fields;
    this.#numbers = new NumberColumn(fields, coder);
    this.#words = new CodedColumn(fields, coder);
    this.#current = this.#numbers;
  }

  read(): void {
    const { kernel } = this.#fields;
    const few = this.#words.texts < MOST_TEXTS;
    const wordy = this.#current === this.#words || this.#numbers.tokens > SHARE_OF_WORDS * this.#before;
    this.#current = few && wordy ? this.#words : this.#numbers;
    this.#before = kernel.text.rows;
    this.#current.read();
  }

  column(from: number, to: number): Column {
    return this.#current.column(from, to);
  }
}

/** Texts by which rows are grouped. */
export class KeyColumn implements KernelColumn {
  readonly #fields: Fields;
  readonly #keys: KeyDictionary;
  readonly #dictionary: Dictionary;

  constructor(fields: Fields, keys: KeyDictionary) {
    this.#fields = fields;
    this.#keys = keys;
    this.#dictionary = fields.kernel.dictionary((bytes) => keys.id(fields.text(bytes, true) ?? ""));
  }

  read(): void {
    this.#fields.readCodes(this.#dictionary);
  }

  column(from: number, to: number): Column {
    const { kernel, slot } = this.#fields;
    return { kind: "key", ids: kernel.codes(slot).subarray(from, to), dictionary: this.#keys.texts };
  }
}

/** Texts that are handed on as they stand. */
export class TextsColumn implements KernelColumn {
  readonly #fields: Fields;
  #texts: (string | null)[] = [];

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  read(): void {
    const { kernel } = this.#fields;
    this.#texts = Array.from({ length: kernel.text.rows }, (_, row) => {
      if (!this.#fields.has(row)) throw new Irregular("another shape");
      return this.#fields.text(this.#fields.bytes(row), true);
    });
  }

  column(from: number, to: number): Column {
    return { kind: "text", texts: this.#texts.slice(from, to) };
  }
}

/** The column for a request of the builder. */
export function createColumn(fields: Fields, builder: ChunkBuilder, column: number): KernelColumn {
  const coding = builder.coding(column);
  if (coding instanceof KeyDictionary) return new KeyColumn(fields, coding);
  if (coding === null) return new TextsColumn(fields);
  const request = builder.requests[column]!.coding;
  if (request.kind !== "number") return new CodedColumn(fields, coding);
  return request.words === undefined
    ? new NumberColumn(fields, coding)
    : new NumberOrWordColumn(fields, coding);
}
