import type { JournalEntry } from "../../core/journal.ts";
import { edgesInto } from "../../core/graph.ts";
import { foldJournal, isDone, stepProgress } from "../../core/progress.ts";
import { toCompensate } from "../../core/undo.ts";
import type { Playbook, PlaybookStep } from "../../playbook/playbook.ts";
import type { RunEvent } from "../../ports/events.ts";
import { drawSections, type Section } from "./draw-sections.ts";
import { ProgressMeter, type ProgressEvent } from "./progress-meter.ts";
import type { RunView, ViewWish } from "./run-view.ts";
import { StepLine } from "./step-line.ts";

const lookTitle = "look whether the source answers";
const recreated = "made the source's container again, which somebody had removed";
const framesPerSecond = 8;

/**
 * The moving picture: a line per step under its phase, and what is undone as it happens. listr2 draws and nothing else:
 * a line only waits for what the runner says of its step.
 */
export class ListrView implements RunView {
  readonly #playbook: Playbook;
  readonly #places: readonly PlaybookStep[];
  readonly #entries: JournalEntry[];
  readonly #lines: ReadonlyMap<string, StepLine>;
  readonly #meters = new Map<string, ProgressMeter>();
  readonly #finished: Promise<unknown>;
  #back: ReadonlyMap<string, StepLine> = new Map();
  #goingOn = true;
  #lastFrame = 0;

  constructor({ playbook, places, entries }: ViewWish) {
    this.#playbook = playbook;
    this.#places = places;
    this.#entries = [...entries];
    this.#lines = new Map(places.map((place) => [place.id, new StepLine(place.step.title)]));
    const progress = foldJournal(entries);
    for (const { id } of places) if (isDone(stepProgress(progress, id))) this.#lines.get(id)?.done();
    if (progress.turned !== undefined && progress.outcome === undefined) this.#turn(progress.turned);
    this.#finished = drawSections([
      ...this.#forward(),
      { title: "going back to the source", lines: () => this.#undoing() },
    ]);
  }

  readonly emit = (event: RunEvent): void => {
    switch (event.type) {
      case "note":
        this.#lineOf(event.step)?.note(event.text);
        break;
      case "interrupt":
        this.#current()?.note(event.text);
        break;
      case "progress":
        this.#progress(event);
        break;
      default:
        this.#entries.push(event);
        this.#change(event);
        this.#beginChecks(event.at);
    }
  };

  async end(): Promise<void> {
    this.#goingOn = false;
    for (const line of [...this.#lines.values(), ...this.#back.values()]) line.giveUp("not finished");
    await this.#finished;
  }

  #change(entry: JournalEntry): void {
    if (entry.type === "run.turned") this.#turn(entry.reason);
    if (entry.type === "run.closed") this.#back.get(lookTitle)?.done(entry.at);
    if (entry.type === "source.recreated") this.#current()?.note(recreated);
    if (!("step" in entry)) return;
    const line = this.#lines.get(entry.step);
    switch (entry.type) {
      case "check.passed":
      case "step.succeeded":
      case "step.adopted":
        line?.done(entry.at);
        break;
      case "step.started":
        line?.begin(entry.at);
        break;
      case "step.failed":
        line?.fail(entry.error.summary);
        break;
      case "step.compensating":
        this.#back.get(entry.step)?.begin(entry.at);
        // Before a run goes on, what is half there is undone first; that has no line of its own.
        if (this.#goingOn) this.#current()?.note(`undoing: ${line?.title ?? entry.step}`);
        break;
      case "step.compensated":
        this.#back.get(entry.step)?.done(entry.at);
        break;
    }
  }

  /** A check does not say that it begins: it does as soon as everything it comes after is done. */
  #beginChecks(at: string): void {
    for (const place of this.#places) {
      const line = this.#lines.get(place.id);
      if (place.kind !== "check" || line?.isOpen !== true || line.isBegun) continue;
      if (edgesInto(place).every((id) => this.#lines.get(id)?.isDone !== false)) line.begin(at);
    }
  }

  /** From here on the run undoes: what was not begun disappears from the picture. */
  #turn(reason: string): void {
    this.#goingOn = false;
    const titles = new Map(this.#playbook.steps.map(({ id, step }) => [id, step.title]));
    const undo = toCompensate(this.#playbook.steps, foldJournal(this.#entries));
    const lines = undo.map((id): [string, StepLine] => [
      id,
      new StepLine(`undoing: ${titles.get(id) ?? id}`),
    ]);
    this.#back = new Map([...lines, [lookTitle, new StepLine(lookTitle)]]);
    for (const line of this.#lines.values()) line.giveUp(reason);
  }

  #lineOf(step: string): StepLine | undefined {
    return this.#goingOn ? this.#lines.get(step) : (this.#back.get(step) ?? this.#current());
  }

  #current(): StepLine | undefined {
    const open = [...(this.#goingOn ? this.#lines : this.#back).values()].filter((line) => line.isOpen);
    return open.find((line) => line.isBegun) ?? open[0];
  }

  #progress(event: ProgressEvent): void {
    const meter = this.#meters.get(event.step) ?? new ProgressMeter();
    this.#meters.set(event.step, meter);
    const text = meter.describe(event);
    const at = Date.parse(event.at);
    if (at - this.#lastFrame < 1000 / framesPerSecond) return;
    this.#lastFrame = at;
    this.#lineOf(event.step)?.progress(text);
  }

  /** Neighbours of one phase under one heading, in the order they run. */
  #forward(): readonly Section[] {
    const groups: PlaybookStep[][] = [];
    for (const place of this.#places) {
      const last = groups.at(-1);
      if (last?.[0]?.phase === place.phase) last.push(place);
      else groups.push([place]);
    }
    return groups.map((group) => ({
      title: group[0]?.phase ?? "",
      lines: () => group.flatMap(({ id }) => this.#lines.get(id) ?? []),
    }));
  }

  #undoing(): readonly StepLine[] {
    return [...this.#back.values()];
  }
}
