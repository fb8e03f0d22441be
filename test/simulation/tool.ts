import { endStrays } from "../../src/runner/end-strays.ts";
import { pivotPassed } from "../../src/runner/pivot.ts";
import { lookBeforeReturn } from "../../src/runner/look-before-return.ts";
import { makePlan } from "../../src/runner/make-plan.ts";
import { Driver, type DriverPorts } from "../../src/runner/driver.ts";
import { Interruption } from "../../src/runner/interruption.ts";
import { runForward } from "../../src/runner/run-forward.ts";
import { backWay, retireWay, returnWay, wayOn, type Way } from "../../src/cli/way-on.ts";
import { targetVolume } from "../../src/report/copies.ts";
import type { DriveResult } from "../../src/core/drive-result.ts";
import { foldJournal, stepProgress, type Progress } from "../../src/core/progress.ts";
import type { Playbook } from "../../src/playbook/playbook.ts";
import type { Engine } from "../../src/ports/engine.ts";
import type { Journal } from "../../src/ports/journal-store.ts";
import type { Holder, Lease } from "../../src/ports/lease.ts";
import type { Runtime } from "../../src/ports/runtime.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";
import { simulatedFiles } from "./simulated-files.ts";
import { simulatedJournals } from "./simulated-journals.ts";
import { simulatedLeases } from "./simulated-leases.ts";

export interface ToolParts {
  readonly engine: Engine;
  readonly playbook: Playbook;
  /** The ports of a process on a host; a planted breakage stands between. */
  readonly runtime: (host: Host) => Runtime;
  readonly journal?: (journal: Journal) => Journal;
}

export type Command = "upgrade" | "resume" | "rollback" | "return" | "retire";

export type Ended =
  | DriveResult
  /** There was nothing to do for the command. */
  | { readonly kind: "nothing" }
  /** It ended before it drove anything. */
  | { readonly kind: "not begun"; readonly cause: unknown };

/** The name of the run that was begun last on a simulated host. */
export function lastRun({ journals }: World): string {
  return runName(Math.max(1, Object.keys(journals).length));
}

const runName = (number: number): string => `20260101-0000-sim${String(number)}`;

/** The command line without its words and colours: one process that carries out one command on a host. */
export async function tool(parts: ToolParts, host: Host, command: Command): Promise<Ended> {
  const process = new Process(parts, host);
  try {
    return await (command === "upgrade" ? process.upgrade() : process.goOn(command));
  } catch (cause) {
    return { kind: "not begun", cause };
  }
}

class Process {
  readonly #parts: ToolParts;
  readonly #host: Host;
  readonly #runtime: Runtime;

  constructor(parts: ToolParts, host: Host) {
    this.#parts = parts;
    this.#host = host;
    this.#runtime = parts.runtime(host);
  }

  async upgrade(): Promise<Ended> {
    const { engine, playbook } = this.#parts;
    const { clock } = this.#host.simulation;
    const ports = { runtime: this.#runtime, engine, playbook, clock, signal: new AbortController().signal };
    const plan = await makePlan(ports, {
      container: "shop",
      from: "15",
      to: "16",
      toImage: undefined,
      askRegistry: false,
      tool: "0.1.0",
      backup: undefined,
      verify: { rows: "content", jobs: 2 },
      labels: {},
    });
    const run = runName(Object.keys(this.#host.world.journals).length + 1);
    return this.#held(run, [plan.source.volume], async (lease) => {
      const journal = await simulatedJournals(this.#host).create(run);
      await journal.append({ type: "run.opened", run, plan });
      return runForward(this.#driver(run, journal, lease));
    });
  }

  async goOn(command: Exclude<Command, "upgrade">): Promise<Ended> {
    const store = simulatedJournals(this.#host);
    const run = lastRun(this.#host.world);
    const progress = foldJournal(await store.read(run));
    if (!fits(command, progress)) return { kind: "nothing" };
    const volumes = [progress.plan.source.volume, ...(pivotBegun(progress) ? [targetVolume(progress)] : [])];
    return this.#held(run, volumes, async (lease) => {
      const journal = await store.open(run);
      const driver = this.#driver(run, journal, lease);
      const way = await this.#way(command, driver);
      if (way === undefined) return { kind: "nothing" };
      if (command === "resume") {
        const { direction } = wayOn({ progress, playbook: this.#parts.playbook });
        await journal.append({ type: "run.resumed", direction, tool: "0.1.0" });
      }
      const going = this.#driver(run, journal, lease);
      await endStrays(going);
      return way.go(going);
    });
  }

  async #way(command: Exclude<Command, "upgrade">, driver: Driver): Promise<Way | undefined> {
    const { progress, playbook } = driver;
    if (command === "resume") return wayOn({ progress, playbook });
    if (command === "retire") return retireWay({ progress, playbook });
    const switched = progress.outcome === "target serves" || (await pivotPassed(driver));
    if (!switched) return backWay("a rollback was asked for");
    // It gives up what the target was told, so it wants another word.
    if (command === "rollback") return undefined;
    if (progress.graph !== "return") await lookBeforeReturn(driver);
    return returnWay(playbook);
  }

  #driver(run: string, journal: Journal, lease: Lease): Driver {
    const { engine, playbook } = this.#parts;
    const ports: DriverPorts = {
      runtime: this.#runtime,
      engine,
      playbook,
      journal: this.#parts.journal?.(journal) ?? journal,
      lease,
      files: simulatedFiles(this.#host, run),
      clock: this.#host.simulation.clock,
      emit: () => undefined,
      interruption: new Interruption(),
    };
    return new Driver(ports);
  }

  async #held(
    run: string,
    volumes: readonly string[],
    work: (lease: Lease) => Promise<Ended>,
  ): Promise<Ended> {
    const leases = simulatedLeases(this.#host);
    const held: Lease[] = [];
    try {
      for (const volume of volumes) held.push(await leases.acquire(volume, "postgres:15", holderOf(run)));
      return await work(allOf(held));
    } finally {
      await Promise.allSettled(held.map((lease) => lease.release()));
    }
  }
}

const holderOf = (run: string): Holder => ({
  run,
  command: "dbshift",
  user: "root",
  host: "host",
  pid: 1,
  since: "2026-01-01T00:00:00Z",
});

function allOf(leases: readonly Lease[]): Lease {
  return {
    lost: AbortSignal.any(leases.map(({ lost }) => lost)),
    assertHeld: () => {
      for (const lease of leases) lease.assertHeld();
    },
    release: () => Promise.resolve(),
  };
}

/** As the command line has it, of a run that exists. */
function fits(command: Command, { outcome, graph, returning }: Progress): boolean {
  switch (command) {
    case "resume":
      return outcome === undefined;
    case "retire":
      return outcome === "target serves" || outcome === "returned";
    default:
      return outcome === "target serves" || (outcome === undefined && !(graph === "retire" && returning));
  }
}

function pivotBegun(progress: Progress): boolean {
  const pivot = progress.plan.steps.find(({ kind }) => kind === "pivot");
  return pivot !== undefined && stepProgress(progress, pivot.id).state !== "pending";
}
