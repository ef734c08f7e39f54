/** What runs in a thread: a share of the job, then its state as a message, and answers to what is asked of its rows. */
import { parentPort, workerData } from "node:worker_threads";
import type { LossQuestion } from "../fit/part-losses.ts";
import { FitShare } from "../model/fit-share.ts";
import { doShare, type Job } from "./job.ts";

doShare(workerData as Job).then(
  (folded) => {
    parentPort?.postMessage(folded.state());
    // From now on the thread lives until it is ended: `Team.end` says why, also where nobody asks.
    parentPort?.on("message", (question: LossQuestion) => {
      if (folded instanceof FitShare) parentPort?.postMessage(folded.answer(question));
    });
  },
  // Becomes the worker's "error" event.
  (error: unknown) => {
    throw error;
  },
);
