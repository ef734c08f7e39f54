/** One document to a stream or to a file: whole or not at all. */
import { fileOutput, streamOutput } from "./output.ts";

/**
 * Writes to standard output. Ends quietly where the reader has closed it, so that the verdict stands.
 * @throws LossctlError (output) for any other failure, such as a full disk.
 */
export async function writeToStream(stream: NodeJS.WritableStream, text: string): Promise<void> {
  await streamOutput(stream).write(text);
}

/**
 * Writes a file as `fileOutput` does.
 * @throws LossctlError (output); nothing is left behind.
 */
export async function writeToFile(path: string, text: string): Promise<void> {
  const output = await fileOutput(path);
  try {
    await output.write(text);
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}
