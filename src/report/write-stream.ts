/** One document to a stream. */
import { codeOf, writeFailure } from "./write-failure.ts";

/**
 * Writes to standard output. Ends quietly where the reader has closed it, so that the verdict stands.
 * @throws LossctlError (output) for any other failure, such as a full disk.
 */
export async function writeToStream(stream: NodeJS.WritableStream, text: string): Promise<void> {
  await new Promise<void>((settle, reject) => {
    const end = (error?: Error | null): void => {
      if (error === undefined || error === null || closedByReader(error)) settle();
      else reject(writeFailure("standard output", error));
    };
    // Node reports a failed write twice, and an "error" event that nobody hears ends the process.
    stream.once("error", end);
    stream.write(text, (error) => {
      if (!error) stream.off("error", end);
      end(error);
    });
  });
}

/** EOF is what Windows calls it; destroyed is a stream that has failed so before. */
function closedByReader(error: Error): boolean {
  return ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"].includes(codeOf(error));
}
