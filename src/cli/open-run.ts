import { Refused } from "../core/errors.ts";
import type { ExitCode } from "../core/exit-codes.ts";
import { blocker, type Finding } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import { foldJournal, type Progress } from "../core/progress.ts";
import type { EngineParts } from "../engines/registry.ts";
import type { Playbook } from "../playbook/load-playbook.ts";
import type { Journal, JournalStore } from "../ports/journal-store.ts";
import type { Lease } from "../ports/lease.ts";
import { connectDocker, loadEngine, type Docker } from "./compose-run.ts";
import { findPlaybook } from "./find-playbook.ts";
import type { DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
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

/** @throws Refused where the playbook or the Docker engine is not the one the run was planned with */
export async function openRun(plan: Plan, options: DriveOptions, output: Output): Promise<OpenRun> {
  const parts = await loadEngine(plan.engine, output);
  const file = options.playbook;
  const playbook = findPlaybook(parts, file === undefined ? { name: plan.playbook.name } : { file });
  const docker = await connectDocker(options);
  const daemon = await docker.runtime.daemon();
  const findings = [...otherPlaybook(plan, playbook), ...otherDaemon(plan, daemon)];
  if (findings.length > 0) throw Refused.because(findings);
  return { parts, playbook, docker };
}

function otherPlaybook(plan: Plan, { name, sha256 }: Playbook): Finding[] {
  if (sha256 === plan.playbook.sha256) return [];
  return [
    blocker("PLAYBOOK-CHANGED", {
      summary: `The playbook "${name}" is not the one this run was begun with`,
      detail: `This run was planned by dbshift ${plan.tool}, with the playbook ${plan.playbook.name}.`,
      remedy: "Name its file with --playbook, or go on with the version of dbshift that began the run.",
    }),
  ];
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
  readonly plan: Plan;
  readonly store: JournalStore;
}

/** Takes the lease of an existing run and opens its journal, for as long as `work` takes. */
export function holdRun(
  open: OpenRun,
  { run, verb, plan, store }: Hold,
  work: (held: HeldRun) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withLease(open.docker.leases, { run, command: `dbshift ${verb} ${run}`, plan }, async (lease) => {
    const journal = await store.open(run);
    try {
      return await work({ ...open, journal, lease, progress: foldJournal(journal.entries) });
    } finally {
      await journal.close();
    }
  });
}
