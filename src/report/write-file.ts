/** One document to a file: whole or not at all. */
import { fileOutput } from "./file-output.ts";

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
