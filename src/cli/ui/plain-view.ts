import type { JournalEntry } from "../../core/journal.ts";
import type { Playbook } from "../../playbook/playbook.ts";
import type { RunEvent } from "../../ports/events.ts";
import { durationText } from "../../report/duration-text.ts";
import { printable } from "../../report/printable.ts";
import { timeText } from "../../report/time-text.ts";
import { ProgressMeter, type ProgressEvent } from "./progress-meter.ts";
import type { RunView } from "./run-view.ts";

const quietMilliseconds = 10_000;

/** One line per change, complete in itself, for logs and pipes; progress now and then. */
export class PlainView implements RunView {
  readonly #write: (line: string) => void;
  readonly #paths: ReadonlyMap<string, string>;
  readonly #startedAt = new Map<string, number>();
  readonly #meters = new Map<string, ProgressMeter>();
  #lastProgress = 0;

  constructor({ steps, returnSteps }: Playbook, write: (line: string) => void) {
    this.#write = write;
    this.#paths = new Map([...steps, ...returnSteps].map(({ id, phase }) => [id, `${phase}/${id}`]));
  }

  readonly emit = (event: RunEvent): void => {
    const text = this.#textOf(event);
    if (text === undefined) return;
    const place = "step" in event ? (this.#paths.get(event.step) ?? event.step) : "run";
    this.#write(`${timeText(event.at).slice(-8)}  ${place}  ${printable(text)}`);
  };

  async end(): Promise<void> {
    return Promise.resolve();
  }

  #textOf(event: RunEvent): string | undefined {
    switch (event.type) {
      case "progress":
        return this.#progress(event);
      case "note":
      case "interrupt":
        return event.text;
      default:
        return this.#change(event);
    }
  }

  #change(entry: JournalEntry): string | undefined {
    switch (entry.type) {
      case "run.opened":
        return undefined;
      case "run.resumed":
        return `resumed, going ${entry.direction}`;
      case "run.turned":
        return `going back to the source: ${entry.reason}`;
      case "source.recreating":
        return "making the source's container again, which somebody removed";
      case "source.recreated":
        return "made the source's container again";
      case "run.closed":
        return `ended: ${entry.outcome}`;
      case "graph.entered":
        return `began the ${entry.graph} graph`;
      case "check.passed":
        return "passed";
      case "step.started":
        this.#startedAt.set(entry.step, Date.parse(entry.at));
        this.#lastProgress = Date.parse(entry.at);
        return entry.attempt === 1 ? "started" : `started, attempt ${entry.attempt}`;
      case "step.succeeded":
        return `done${this.#took(entry)}`;
      case "step.adopted":
        return "was there already";
      case "step.failed":
        return `failed: ${entry.error.summary}`;
      case "step.compensating":
        this.#startedAt.set(entry.step, Date.parse(entry.at));
        return "undoing";
      case "step.compensated":
        return `undone${this.#took(entry)}`;
    }
  }

  #took({ step, at }: { readonly step: string; readonly at: string }): string {
    const start = this.#startedAt.get(step);
    const seconds = start === undefined ? 0 : (Date.parse(at) - start) / 1000;
    return seconds < 0.1 ? "" : ` in ${durationText(seconds)}`;
  }

  #progress(event: ProgressEvent): string | undefined {
    const meter = this.#meters.get(event.step) ?? new ProgressMeter();
    this.#meters.set(event.step, meter);
    const text = meter.describe(event);
    const at = Date.parse(event.at);
    if (at - this.#lastProgress < quietMilliseconds) return undefined;
    this.#lastProgress = at;
    return text;
  }
}
