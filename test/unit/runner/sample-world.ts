import { z } from "zod";
import type { JournalEntry, JournalRecord } from "../../../src/core/journal.ts";
import type { Plan } from "../../../src/core/plan.ts";
import type { ReadContext } from "../../../src/playbook/context.ts";
import {
  defineCheck,
  defineCompensable,
  definePivot,
  defineRetryable,
  type Step,
} from "../../../src/playbook/define-step.ts";
import { loadPlaybook } from "../../../src/playbook/load-playbook.ts";
import type { Playbook } from "../../../src/playbook/playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import type { Journal } from "../../../src/ports/journal-store.ts";
import type { Lease } from "../../../src/ports/lease.ts";
import type { RunFiles } from "../../../src/ports/run-files.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { Driver } from "../../../src/runner/driver.ts";
import { Interruption } from "../../../src/runner/interruption.ts";
import { systemClock } from "../../../src/cli/system-clock.ts";

/** Ends a process in the middle: what was written stays, nothing more happens. */
export class Died extends Error {}

/**
 * A world of named effects, with a playbook over it that has every kind of step. What survives a process is in here; the
 * journal lives in it too, as a disk would.
 */
export class World {
  readonly effects = new Set<string>();
  readonly history: string[] = [];
  readonly entries: JournalEntry[] = [];
  /** Steps that fail, and how often still. */
  readonly failing = new Map<string, number>();
  /** Called at every change of disk or world; throws Died to end the process there. */
  onMoment: (moment: string) => void = () => undefined;
  blockedBy: string | undefined;

  /** Of whatever container has the source's name. */
  labelsUnderTheName: Readonly<Record<string, string>> = { "dbshift.run": "sample" };

  /** What "unfence" releases; to be changed before a run. */
  readonly released = ["sample/fence", "sample/server"];

  readonly playbook: Playbook = loadPlaybook(playbookText, "the sample", stepRegistry(this.#steps()));

  driver(interruption = new Interruption()): Driver {
    if (this.entries.length === 0) this.#write({ type: "run.opened", run: "sample", plan });
    return new Driver({
      runtime: {
        listContainers: () => Promise.resolve([]),
        listVolumes: () => Promise.resolve([]),
        start: () => Promise.resolve(),
        findContainer: () => Promise.resolve({ id: "c", state: "running", labels: this.labelsUnderTheName }),
      } as unknown as Runtime,
      engine: { observe: () => Promise.resolve({ version: "1", identity: "id" }) } as unknown as Engine,
      playbook: this.playbook,
      journal: this.#journal(),
      lease: heldLease,
      files: {} as RunFiles,
      clock: { now: () => new Date(), sleep: (_, signal) => systemClock.sleep(0, signal) },
      emit: () => undefined,
      interruption,
    });
  }

  /** Started before apply, by the journal's own order. */
  get journaled(): string[] {
    return this.entries.flatMap((entry) => ("step" in entry ? [`${entry.type} ${entry.step}`] : []));
  }

  #journal(): Journal {
    const append = (record: JournalRecord): Promise<JournalEntry> =>
      new Promise((resolve, reject) => {
        try {
          this.onMoment(`before writing ${record.type}`);
          const entry = this.#write(record);
          this.onMoment(`after writing ${record.type}`);
          resolve(entry);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    return { entries: this.entries, path: "memory", append, close: () => Promise.resolve() };
  }

  #write(record: JournalRecord): JournalEntry {
    const entry = { seq: this.entries.length + 1, at: new Date(0).toISOString(), ...record };
    this.entries.push(entry);
    return entry;
  }

  #apply(name: string): Promise<{ name: string }> {
    const left = this.failing.get(name) ?? 0;
    this.failing.set(name, left - 1);
    if (left > 0) return Promise.reject(new Error(`${name} fails`));
    this.onMoment(`before ${name}`);
    this.history.push(name);
    this.effects.add(name);
    this.onMoment(`after ${name}`);
    return Promise.resolve({ name });
  }

  #undo(name: string): Promise<void> {
    this.onMoment(`before undoing ${name}`);
    if (this.effects.delete(name)) this.history.push(`undo ${name}`);
    this.onMoment(`after undoing ${name}`);
    return Promise.resolve();
  }

  #steps(): Step[] {
    const output = z.strictObject({ name: z.string() });
    const effect = (name: string) => ({
      id: `sample/${name}`,
      title: name,
      seconds: 60,
      output,
      probe: () =>
        Promise.resolve(
          this.effects.has(name)
            ? ({ state: "present", output: { name } } as const)
            : ({ state: "absent" } as const),
        ),
      apply: ({ signal }: ReadContext) => {
        signal.throwIfAborted();
        return this.#apply(name);
      },
    });
    const undoable = (name: string, more: object = {}) =>
      defineCompensable({ ...effect(name), ...more, compensate: () => this.#undo(name) });
    const check = (name: string, more: object = {}) =>
      defineCheck({
        id: `sample/${name}`,
        title: name,
        ...more,
        check: () => {
          this.history.push(name);
          const blocked = this.blockedBy === name;
          return Promise.resolve(
            blocked ? [{ code: "NO", severity: "blocker" as const, summary: "no" }] : [],
          );
        },
      });
    const volume = undoable("volume");
    const server = undoable("server", { holds: true });
    return [
      check("look"),
      volume,
      server,
      check("try"),
      undoable("fence", { holds: true }),
      undoable("fill", { redoWhenInDoubt: true, reads: [volume], mayRead: [server] }),
      check("verify", { verifies: true }),
      undoable("unfence", { provesFence: true, releases: this.released }),
      definePivot(effect("open")),
      defineRetryable(effect("tidy")),
    ];
  }
}

const playbookText = `
apiVersion: dbshift/v1
name: sample
engine: sample
strategy: sample
title: Sample
steps:
  - { id: look, use: sample/look, phase: preflight }
  - { id: volume, use: sample/volume, phase: prepare, after: [look] }
  - { id: server, use: sample/server, phase: prepare, needs: [volume] }
  - { id: try, use: sample/try, phase: prepare, needs: [server] }
  - { id: fence, use: sample/fence, phase: cutover, after: [try] }
  - { id: fill, use: sample/fill, phase: cutover, needs: [server], after: [fence], fresh: volume }
  - { id: verify, use: sample/verify, phase: cutover, needs: [fill] }
  - { id: unfence, use: sample/unfence, phase: cutover, after: [verify] }
  - { id: open, use: sample/open, phase: cutover, after: [unfence] }
  - { id: tidy, use: sample/tidy, phase: soak, needs: [open] }
`;

const heldLease: Lease = {
  lost: new AbortController().signal,
  assertHeld: () => undefined,
  release: () => Promise.resolve(),
};

const plan = {
  source: { container: "c", containerId: "c", identity: "id" },
  target: {},
  labels: {},
} as unknown as Plan;
