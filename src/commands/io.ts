import type { StandardStream } from "../report/standard-stream.ts";

/** What a command may touch of the process, handed in by main so that tests can hand in something else. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: StandardStream;
  readonly stderr: StandardStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}
