/** A reader of what NumPy writes, as far as `npy` output goes. */

/** The rows of a two-dimensional array of binary64. */
export function readNpy(bytes: Uint8Array): { readonly shape: readonly number[]; readonly rows: number[][] } {
  const buffer = Buffer.from(bytes);
  if (buffer.toString("latin1", 0, 8) !== "\x93NUMPY\x01\x00")
    throw new Error("not an npy file of version 1.0");
  const start = 10 + buffer.readUInt16LE(8);
  const header = buffer.toString("latin1", 10, start);
  const found = /^\{'descr': '([<>])f8', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \} *\n$/.exec(
    header,
  );
  if (found === null || start % 64 !== 0) throw new Error(`not a header: ${header}`);
  const [, order, ...sizes] = found;
  const [count = 0, columns = 0] = sizes.map(Number);
  if (buffer.length !== start + 8 * count * columns) throw new Error(`${buffer.length} bytes for ${header}`);
  const number = (at: number) => (order === "<" ? buffer.readDoubleLE(at) : buffer.readDoubleBE(at));
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => number(start + 8 * (row * columns + column))),
  );
  return { shape: [count, columns], rows };
}
