import { durationText } from "../../report/duration-text.ts";
import { printable } from "../../report/printable.ts";

/** What a line is drawn with: listr2's task, as far as it is needed. */
export interface DrawnLine {
  title: string;
  output: string;
}

/** One line of the picture: waits for what the runner says of it, and shows that. */
export class StepLine {
  readonly title: string;
  readonly #settled = Promise.withResolvers<undefined>();
  readonly #early: string[] = [];
  #drawn: DrawnLine | undefined;
  #begunAt: number | undefined;
  #took = "";
  #failure: string | undefined;
  #state: "open" | "done" | "failed" | "dropped" = "open";

  constructor(title: string) {
    this.title = printable(title);
    // Nobody may be looking yet when a line fails.
    this.#settled.promise.catch(() => undefined);
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  get isDone(): boolean {
    return this.#state === "done";
  }

  get isDropped(): boolean {
    return this.#state === "dropped";
  }

  /** Something is known to have happened here, or to be happening. */
  get isBegun(): boolean {
    return this.#begunAt !== undefined || this.#state === "done" || this.#state === "failed";
  }

  /** Draws this line until the runner has said how it ended. */
  async draw(drawn: DrawnLine): Promise<void> {
    this.#drawn = drawn;
    if (this.isDone) drawn.title = `${this.title}${this.#took}`;
    for (const text of this.#early) drawn.output = text;
    await this.#settled.promise;
  }

  begin(at: string): void {
    if (this.#failure !== undefined) this.note(`failed: ${this.#failure}; trying again`);
    this.#failure = undefined;
    this.#begunAt = Date.parse(at);
  }

  note(text: string): void {
    const shown = printable(text);
    if (this.#drawn === undefined) this.#early.push(shown);
    else this.#drawn.output = shown;
  }

  /** Shown behind the title while the step works. */
  progress(text: string): void {
    if (this.#drawn !== undefined && this.isOpen) this.#drawn.title = `${this.title} · ${text}`;
  }

  /** The step may be tried again; only the end of all tries settles its line. */
  fail(summary: string): void {
    this.#failure = printable(summary);
  }

  done(at?: string): void {
    const seconds =
      at === undefined || this.#begunAt === undefined ? 0 : (Date.parse(at) - this.#begunAt) / 1000;
    if (seconds >= 0.1) this.#took = ` [${durationText(seconds)}]`;
    this.#settle("done");
  }

  /** Nothing more will be heard of this step; where nothing ever was, its line disappears. */
  giveUp(reason: string): void {
    this.#settle(this.isBegun || this.#failure !== undefined ? "failed" : "dropped", reason);
  }

  #settle(state: "done" | "failed" | "dropped", reason = ""): void {
    if (!this.isOpen) return;
    this.#state = state;
    // listr2 draws no line for an empty title.
    if (this.#drawn !== undefined) {
      this.#drawn.title = state === "dropped" ? "" : `${this.title}${this.#took}`;
    }
    if (state !== "failed") this.#settled.resolve(undefined);
    else this.#settled.reject(new Error(`${this.title}: ${this.#failure ?? printable(reason)}`));
  }
}
