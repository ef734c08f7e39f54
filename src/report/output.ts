/** Where a document is written piece by piece. */
import type { StandardStream } from "./standard-stream.ts";
import { closedByReader, writeFailure } from "./write-failure.ts";

export interface Output {
  /** Whether `patch` can replace what was written. */
  readonly seekable: boolean;
  /**
   * Resolves when more may be written: to false where the reader has closed it and wants nothing more.
   * @throws LossctlError (output) for any other failure, such as a full disk.
   */
  write(data: string | Uint8Array): Promise<boolean>;
  /** Replaces the first bytes by as many others. */
  patch(data: Uint8Array): Promise<void>;
  /** Makes it the document. */
  commit(): Promise<void>;
  /** After a failure: a file is as it was before. Fails never. */
  discard(): Promise<void>;
}

/** Standard output. What is written there stays, whatever comes after. */
export function streamOutput(stream: StandardStream): Output {
  return {
    seekable: false,
    write: (data) =>
      new Promise<boolean>((settle, reject) => {
        const end = (error?: Error | null): void => {
          if (error === undefined || error === null) settle(true);
          else if (closedByReader(error)) settle(false);
          else reject(writeFailure("standard output", error));
        };
        // Node reports a failed write twice, and an "error" event that nobody hears ends the process.
        stream.once?.("error", end);
        stream.write(data, (error) => {
          if (!error) stream.off?.("error", end);
          end(error);
        });
      }),
    patch: () => Promise.reject(new TypeError("a stream can't be patched")),
    commit: async () => {},
    discard: async () => {},
  };
}
