import type { RunEvent } from "../../ports/events.ts";
import { durationText } from "../../report/duration-text.ts";
import { sizeText } from "../../report/size-text.ts";

export type ProgressEvent = Extract<RunEvent, { type: "progress" }>;

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** Puts one step's progress into words: how far, how fast, how long still. */
export class ProgressMeter {
  #first: Mark | undefined;
  #last = 0;

  describe({ at, done, total, unit }: ProgressEvent): string {
    const now = { at: Date.parse(at), done };
    // Going backwards is another attempt, or another part: its speed is measured anew.
    if (this.#first === undefined || done < this.#last) this.#first = now;
    this.#last = done;
    const amount = (value: number): string => (unit === "bytes" ? sizeText(value) : String(value));
    const name = unit === "bytes" ? "" : ` ${unit}`;
    const far = total === undefined ? `${amount(done)}${name}` : `${amount(done)} of ${amount(total)}${name}`;
    return [far, ...speed(this.#first, now, unit, total)].join(", ");
  }
}

function speed(first: Mark, now: Mark, unit: ProgressEvent["unit"], total: number | undefined): string[] {
  const seconds = (now.at - first.at) / 1000;
  const rate = (now.done - first.done) / seconds;
  if (seconds < 1 || rate <= 0) return [];
  const left =
    total === undefined || total <= now.done ? [] : [`${durationText((total - now.done) / rate)} left`];
  return unit === "bytes" ? [`${sizeText(rate)}/s`, ...left] : left;
}
