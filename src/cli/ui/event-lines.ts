import type { Progress } from "../../core/progress.ts";
import type { PlaybookStep } from "../../playbook/playbook.ts";
import type { RunEvent } from "../../ports/events.ts";
import { eventJson, type BeginJson, type EventJson } from "../../report/event-json.ts";

const quietMilliseconds = 1000;

/** The events of a run as lines for programs: all that is recorded, and progress at most once a second for each step. */
export class EventLines {
  readonly #tell: (line: EventJson) => void;
  readonly #run: string;
  readonly #lastProgress = new Map<string, number>();

  constructor(run: string, tell: (line: EventJson) => void) {
    this.#tell = tell;
    this.#run = run;
  }

  begin({ plan }: Progress, places: readonly PlaybookStep[], at: Date): void {
    const { engine, from, to, source } = plan;
    const steps = places.map(({ id, step, kind, phase }) => ({ id, title: step.title, kind, phase }));
    const stamp = { v: 1, type: "begin", at: at.toISOString(), run: this.#run } as const;
    const line: BeginJson = { ...stamp, engine, from, to, container: source.container, steps };
    this.#tell(line);
  }

  readonly emit = (event: RunEvent): void => {
    if (event.type === "progress" && !this.#isDue(event.step, Date.parse(event.at))) return;
    const line = eventJson(event, this.#run);
    if (line !== undefined) this.#tell(line);
  };

  #isDue(step: string, at: number): boolean {
    if (at - (this.#lastProgress.get(step) ?? -Infinity) < quietMilliseconds) return false;
    this.#lastProgress.set(step, at);
    return true;
  }
}
