/**
 * What a person asked for with a signal. The first one asks for an orderly end: before the pivot the work is undone and
 * the source serves again, after it the step under way is finished. The second one asks to stop at once; the run stays
 * resumable, because the journal is written before every effect.
 */
export class Interruption {
  readonly #orderly = new AbortController();
  readonly #atOnce = new AbortController();
  #signal: "SIGINT" | "SIGTERM" | undefined;

  /** Called by the process's signal handlers. */
  request(signal: "SIGINT" | "SIGTERM"): "orderly" | "at once" {
    this.#signal ??= signal;
    if (!this.#orderly.signal.aborted) {
      this.#orderly.abort(new Interrupted(signal));
      return "orderly";
    }
    this.#atOnce.abort(new Interrupted(signal));
    return "at once";
  }

  /** The first signal that came, if one did. */
  get requested(): "SIGINT" | "SIGTERM" | undefined {
    return this.#signal;
  }

  get orderly(): AbortSignal {
    return this.#orderly.signal;
  }

  get atOnce(): AbortSignal {
    return this.#atOnce.signal;
  }
}

export class Interrupted extends Error {
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`interrupted by ${signal}`);
    this.name = "Interrupted";
    this.signal = signal;
  }
}
