import type { JournalRecord } from "../core/journal.ts";
import { foldJournal, stepProgress, type Progress } from "../core/progress.ts";
import type { Json } from "../core/plan.ts";
import type { HandsOn, WriteContext } from "../playbook/context.ts";
import { declaredReads } from "../playbook/declared-reads.ts";
import type { Playbook, PlaybookStep } from "../playbook/playbook.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine } from "../ports/engine.ts";
import type { EventSink, RunEvent } from "../ports/events.ts";
import type { Journal } from "../ports/journal-store.ts";
import type { Lease } from "../ports/lease.ts";
import type { RunFiles } from "../ports/run-files.ts";
import { label, type Labels, type Runtime } from "../ports/runtime.ts";
import type { Interruption } from "./interruption.ts";

export interface DriverPorts {
  readonly runtime: Runtime;
  readonly engine: Engine;
  readonly playbook: Playbook;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly files: RunFiles;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly interruption: Interruption;
}

/**
 * One process driving one run: the only place that writes its journal, and what gives steps their context. What is
 * known of the run is read off the journal after every record, so memory never disagrees with disk.
 */
export class Driver {
  readonly ports: DriverPorts;
  #progress: Progress;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(ports: DriverPorts) {
    this.ports = ports;
    this.#progress = foldJournal(ports.journal.entries);
  }

  get progress(): Progress {
    return this.#progress;
  }

  get playbook(): Playbook {
    return this.ports.playbook;
  }

  /** On disk when this returns; a driver that lost its lease writes no more history. */
  record(record: JournalRecord): Promise<void> {
    const written = this.#writing.then(() => this.#append(record));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** One after another, because steps work side by side. */
  async #append(record: JournalRecord): Promise<void> {
    this.ports.lease.assertHeld();
    const entry = await this.ports.journal.append(record);
    this.#progress = foldJournal(this.ports.journal.entries);
    this.ports.emit(entry);
  }

  context(step: PlaybookStep, attempt: number, signal: AbortSignal): WriteContext {
    const { runtime, engine, clock, files } = this.ports;
    const { run, plan, archive, supersededBy } = this.#progress;
    const emit = (
      event: Omit<Extract<RunEvent, { type: "note" }>, "at"> | Omit<ProgressEvent, "at">,
    ): void => {
      this.ports.emit({ ...event, at: clock.now().toISOString() });
    };
    return {
      runtime,
      files,
      engine,
      clock,
      run,
      archive,
      supersededBy,
      plan,
      attempt,
      signal: AbortSignal.any([signal, this.ports.lease.lost]),
      ...declaredReads(step.step, (of) => this.findOutput(of)),
      labelsFor: (role) => this.#labels(role, attempt),
      note: (text) => {
        emit({ type: "note", step: step.id, text });
      },
      progress: (done, total, unit) => {
        emit({ type: "progress", step: step.id, done, unit, ...(total === undefined ? {} : { total }) });
      },
    };
  }

  /** What a step of this run handed on; undefined where it did not succeed. */
  findOutput<Out extends Json>(of: HandsOn<Out>): Out | undefined {
    const places = [...this.playbook.steps, ...this.playbook.returnSteps].filter(
      (place) => place.use === of.id,
    );
    const outputs = places.map((place) => stepProgress(this.#progress, place.id).output);
    const output = outputs.findLast((value) => value !== undefined);
    return output === undefined ? undefined : of.output.parse(output);
  }

  #labels(role: string, attempt: number): Labels {
    const { run, plan } = this.#progress;
    return {
      ...plan.labels,
      [label.run]: run,
      [label.role]: role,
      [label.attempt]: String(attempt),
    };
  }
}

type ProgressEvent = Extract<RunEvent, { type: "progress" }>;
