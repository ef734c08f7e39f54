/** What runs in a thread: a share of the job, then its state as a message. */
import { parentPort, workerData } from "node:worker_threads";
import { doShare, type Job } from "./job.ts";

doShare(workerData as Job).then(
  (folded) => parentPort?.postMessage(folded.state()),
  // Becomes the worker's "error" event.
  (error: unknown) => {
    throw error;
  },
);
