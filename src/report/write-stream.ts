/** One document to a stream. */
import { streamOutput } from "./output.ts";
import type { StandardStream } from "./standard-stream.ts";

/**
 * Writes to standard output. Ends quietly where the reader has closed it, so that the verdict stands.
 * @throws LossctlError (output) for any other failure, such as a full disk.
 */
export async function writeToStream(stream: StandardStream, text: string): Promise<void> {
  await streamOutput(stream).write(text);
}
