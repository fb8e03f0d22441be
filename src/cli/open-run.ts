import { Refused } from "../core/errors.ts";
import type { ExitCode } from "../core/exit-codes.ts";
import { blocker, type Finding } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import { foldJournal, stepProgress, type Progress } from "../core/progress.ts";
import type { EngineParts } from "../engines/registry.ts";
import { loadPlaybook } from "../playbook/load-playbook.ts";
import type { Playbook } from "../playbook/playbook.ts";
import { stepRegistry } from "../playbook/step-registry.ts";
import type { Journal, JournalStore } from "../ports/journal-store.ts";
import type { Lease } from "../ports/lease.ts";
import { dockerSteps } from "../steps/docker-steps.ts";
import { targetVolume } from "../report/copies.ts";
import { connectDocker, loadEngine, type Docker } from "./compose-run.ts";
import type { DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { tellingTheRun } from "./telling-the-run.ts";
import { withLease } from "./with-lease.ts";

/** An existing run with everything that is needed to drive it on. */
export interface OpenRun {
  readonly parts: EngineParts;
  readonly playbook: Playbook;
  readonly docker: Docker;
}

export interface HeldRun extends OpenRun {
  readonly journal: Journal;
  readonly lease: Lease;
  /** Read again under the lease: another process may have driven the run in between. */
  readonly progress: Progress;
}

/**
 * With the playbook the run was begun with, which its plan holds, whatever playbooks this version comes with.
 *
 * @throws Refused where the Docker engine is not the one the run was planned with
 * @throws UsageError where this version lacks a step of that playbook, or nobody is there to be asked
 */
export async function openRun(plan: Plan, options: DriveOptions, output: Output): Promise<OpenRun> {
  const parts = await loadEngine(plan.engine, output);
  const { name, text } = plan.playbook;
  const playbook = loadPlaybook(text, `${name} of this run`, stepRegistry(dockerSteps, parts.steps));
  const docker = await connectDocker(options);
  const findings = otherDaemon(plan, await docker.runtime.daemon());
  if (findings.length > 0) throw Refused.because(findings);
  await parts.engine.recall(docker.runtime, plan);
  return { parts, playbook, docker };
}

function otherDaemon({ daemon }: Plan, found: Plan["daemon"]): Finding[] {
  if (found.id === daemon.id) return [];
  return [
    blocker("OTHER-DAEMON", {
      summary: `This is the Docker engine on ${found.name}; the run was begun on ${daemon.name}`,
      detail: `It was reached as ${daemon.host} then, and as ${found.host} now.`,
      remedy: "Choose the right one with --context, DOCKER_CONTEXT or DOCKER_HOST.",
    }),
  ];
}

interface Hold {
  readonly run: string;
  readonly verb: string;
  /** As it was read before the lease was held. */
  readonly progress: Progress;
  readonly store: JournalStore;
  /** Options that belong behind every command that is proposed. */
  readonly tail: string;
}

/** From then on the target's volume may be the source of a later run, which alone may stop or start what is on it. */
function pivotBegun(progress: Progress): boolean {
  const pivot = progress.plan.steps.find(({ kind }) => kind === "pivot");
  return pivot !== undefined && stepProgress(progress, pivot.id).state !== "pending";
}

/** Takes the lease of an existing run and opens its journal, for as long as `work` takes. */
export function holdRun(
  open: OpenRun,
  { run, verb, progress, store, tail }: Hold,
  work: (held: HeldRun) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { plan } = progress;
  const command = `dbshift ${verb} ${run}`;
  const volumes = [plan.source.volume, ...(pivotBegun(progress) ? [targetVolume(progress)] : [])];
  return withLease(open.docker.leases, { run, command, plan, volumes }, async (lease) => {
    const journal = await store.open(run);
    try {
      const held = { ...open, journal, lease, progress: foldJournal(journal.entries) };
      return await tellingTheRun(journal, tail, () => work(held));
    } finally {
      await journal.close();
    }
  });
}
