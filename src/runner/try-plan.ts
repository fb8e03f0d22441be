import { Refused } from "../core/errors.ts";
import { blockersOf, type Finding } from "../core/finding.ts";
import { ancestorsOf } from "../core/graph.ts";
import type { Json, Plan } from "../core/plan.ts";
import type { WriteContext } from "../playbook/context.ts";
import { declaredReads } from "../playbook/declared-reads.ts";
import type { EffectStep, Step } from "../playbook/define-step.ts";
import type { Playbook, PlaybookStep } from "../playbook/playbook.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine } from "../ports/engine.ts";
import { label, type Runtime } from "../ports/runtime.ts";
import type { RunFiles } from "../ports/run-files.ts";
import { sweepLeftovers } from "./sweep-leftovers.ts";

export interface TryPorts {
  readonly runtime: Runtime;
  readonly engine: Engine;
  readonly playbook: Playbook;
  readonly clock: Clock;
  /** Ends the trying; what was made for it is removed all the same. */
  readonly signal: AbortSignal;
  /** One line for people about what takes long. */
  readonly say: (text: string) => void;
}

export interface Tried {
  readonly findings: readonly Finding[];
  /** The titles of the checks that were made. */
  readonly checks: readonly string[];
  /** The titles of what was made and stays, because it is a cache. */
  readonly made: readonly string[];
}

/**
 * Makes the checks that a plan leaves out because they want scratch containers. Of the steps before them only those are
 * done that make a cache; a check that would want more is left to the run. The source is not touched, and nothing that
 * carries `run` as its label is there when this returns or throws.
 */
export async function tryPlan(ports: TryPorts, plan: Plan, run: string): Promise<Tried> {
  try {
    return await new Trial(ports, plan, run).findOut();
  } finally {
    await sweepLeftovers(ports.runtime, run);
  }
}

/** A plan has no directory. */
const noFiles: RunFiles = {
  write: () => Promise.reject(new Error("dbshift is wrong about itself: a plan keeps no files")),
  read: () => {
    throw new Error("dbshift is wrong about itself: a plan keeps no files");
  },
};

class Trial {
  readonly #ports: TryPorts;
  readonly #plan: Plan;
  readonly #run: string;
  readonly #outputs = new Map<string, Json>();
  readonly #made: string[] = [];

  constructor(ports: TryPorts, plan: Plan, run: string) {
    this.#ports = ports;
    this.#plan = plan;
    this.#run = run;
  }

  async findOut(): Promise<Tried> {
    const findings: Finding[] = [];
    const checks: string[] = [];
    for (const { place, before } of this.#checks()) {
      const refusal = await this.#prepare(before);
      findings.push(...refusal);
      if (blockersOf(refusal).length > 0) break;
      this.#ports.say(`${place.step.title} …`);
      if (place.step.kind === "check") findings.push(...(await place.step.check(this.#context(place.step))));
      checks.push(place.step.title);
    }
    return { findings, checks, made: this.#made };
  }

  /** Each with the effects it comes after, where caches are all of them. */
  #checks(): readonly { readonly place: PlaybookStep; readonly before: readonly PlaybookStep[] }[] {
    const { steps } = this.#ports.playbook;
    return steps.flatMap((place) => {
      if (place.step.kind !== "check" || place.step.tries !== true) return [];
      const ancestors = ancestorsOf(steps, place.id);
      const before = steps.filter(({ id, kind }) => ancestors.has(id) && kind !== "check");
      return before.every(({ step }) => step.kind !== "check" && step.cache === true)
        ? [{ place, before }]
        : [];
    });
  }

  /** What stands in the way of it, as findings. */
  async #prepare(before: readonly PlaybookStep[]): Promise<readonly Finding[]> {
    try {
      for (const { use, step } of before) {
        if (step.kind !== "check" && !this.#outputs.has(use)) this.#outputs.set(use, await this.#make(step));
      }
      return [];
    } catch (error) {
      if (error instanceof Refused) return error.findings;
      throw error;
    }
  }

  async #make(step: EffectStep): Promise<Json> {
    const found = await step.probe(this.#context(step));
    if (found.state === "present") return found.output;
    this.#ports.say(`${step.title} …`);
    const output = await step.apply(this.#context(step));
    this.#made.push(step.title);
    return output;
  }

  #context(step: Step): WriteContext {
    const { runtime, engine, clock, signal } = this.#ports;
    signal.throwIfAborted();
    const find: WriteContext["findOutputOf"] = (of) => {
      const output = this.#outputs.get(of.id);
      return output === undefined ? undefined : of.output.parse(output);
    };
    return {
      runtime,
      files: noFiles,
      engine,
      plan: this.#plan,
      run: this.#run,
      archive: undefined,
      attempt: 1,
      clock,
      signal,
      ...declaredReads(step, find),
      labelsFor: (role) => ({
        ...this.#plan.labels,
        [label.run]: this.#run,
        [label.role]: role,
        [label.attempt]: "1",
      }),
      note: () => undefined,
      progress: () => undefined,
    };
  }
}
