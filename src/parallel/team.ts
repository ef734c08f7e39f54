/** Threads beside this one: each says what its share has come to, then answers questions until it is ended. */
import { Worker } from "node:worker_threads";

/** Longer than V8 takes to compile a function, in milliseconds. */
const MOMENT = 1000;

export class Team {
  readonly #members: readonly Member[];
  /** What each of them says next. */
  #next: Promise<unknown[]>;

  /** `onFailure` is called at once when one of them ends before its time. */
  constructor(text: string, count: number, data: unknown, onFailure: () => void) {
    this.#members = Array.from(
      { length: count },
      () => new Member(new Worker(text, { eval: true, workerData: data }), onFailure),
    );
    this.#next = this.#listen();
  }

  /** What each of them says of itself, without being asked. @throws Error of the first that failed. */
  heard(): Promise<readonly unknown[]> {
    return this.#next;
  }

  /** What each of them answers; one question at a time. @throws as `heard`. */
  ask(question: unknown): Promise<readonly unknown[]> {
    this.#next = this.#listen();
    for (const { worker } of this.#members) worker.postMessage(question);
    return this.#next;
  }

  /**
   * Lets them go: they end a moment later, or with the process, which does not wait for them. Not at once: where a thread
   * ends while V8 still compiles for it in the background and wants its memory collected for that, Node waits for ever
   * (nodejs/node issue 54918). A thread that waits for messages collects it.
   */
  end(): void {
    for (const { worker } of this.#members) {
      worker.unref();
      setTimeout(() => void worker.terminate(), MOMENT).unref();
    }
  }

  #listen(): Promise<unknown[]> {
    const all = Promise.all(this.#members.map((member) => member.next()));
    // Whoever fails first is reported when somebody waits for it, after this thread's own work.
    all.catch(() => {});
    return all;
  }
}

class Member {
  readonly worker: Worker;
  #resolve: (message: unknown) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  /** Waited for. */
  #open = false;

  constructor(worker: Worker, onFailure: () => void) {
    this.worker = worker;
    const fail = (error: unknown): void => {
      if (!this.#open) return;
      onFailure();
      this.#open = false;
      this.#reject(error);
    };
    worker.on("message", (message: unknown) => {
      this.#open = false;
      this.#resolve(message);
    });
    worker.once("error", fail);
    worker.once("exit", (code) => fail(new Error(`a thread ended with code ${code}`)));
  }

  next(): Promise<unknown> {
    this.#open = true;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }
}
