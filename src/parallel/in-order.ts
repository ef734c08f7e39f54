/** Rows in their order, by this thread alone. */
import type { Chunk, ColumnRequest, Table } from "../read/chunk.ts";

/** Adds all chunks of the table; `onProgress` is told the rows so far. @throws LossctlError (input) at a row that may not be. */
export async function foldInOrder(
  table: Table,
  requests: readonly ColumnRequest[],
  folding: { add(chunk: Chunk): void },
  onProgress: (rows: number) => void,
): Promise<void> {
  let rows = 0;
  for await (const chunk of table.chunks(requests)) {
    folding.add(chunk);
    rows += chunk.rows;
    onProgress(rows);
  }
}
