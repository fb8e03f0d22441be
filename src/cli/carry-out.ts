import { Refused } from "../core/errors.ts";
import type { ExitCode } from "../core/exit-codes.ts";
import { blockersOf } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import type { Journal } from "../ports/journal-store.ts";
import type { Lease } from "../ports/lease.ts";
import { printable } from "../report/printable.ts";
import { runForward } from "../runner/run-forward.ts";
import { driveRun } from "./drive-run.ts";
import { openStore } from "./open-store.ts";
import { commandTail, type DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { planDrift } from "./plan-drift.ts";
import type { Prepared } from "./prepare-plan.ts";
import { runId } from "./run-id.ts";
import { systemClock } from "./system-clock.ts";
import { tellingTheRun } from "./telling-the-run.ts";
import { withLease } from "./with-lease.ts";

/**
 * Begins a run of a plan that was agreed to, and drives it to its end. Under the lease everything is looked at again.
 *
 * @throws Refused where the world is no longer what was agreed to
 */
export async function carryOut(prepared: Prepared, options: DriveOptions, output: Output): Promise<ExitCode> {
  const { plan, docker } = prepared;
  const id = runId(systemClock.now());
  const command = `dbshift ${plan.engine} ${plan.from}..${plan.to} ${plan.source.container}`;
  return withLease(
    docker.leases,
    { run: id, command, plan, volumes: [plan.source.volume] },
    async (lease) => {
      const seen = await prepared.again();
      assertUnchanged(plan, seen);
      const journal = await (await openStore(options)).create(id);
      try {
        const begun = { id, journal, lease, options, output };
        const work = (): Promise<ExitCode> => drive({ ...prepared, plan: seen }, begun);
        return await tellingTheRun(journal, commandTail(options), work);
      } finally {
        await journal.close();
      }
    },
  );
}

/** The person said yes to what was shown; a lease and a second look later it has to be the same still. */
function assertUnchanged(shown: Plan, seen: Plan): void {
  const findings = [...planDrift(shown, seen), ...blockersOf(seen.findings)];
  if (findings.length > 0) throw Refused.because(findings);
}

interface Begun {
  readonly id: string;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly options: DriveOptions;
  readonly output: Output;
}

async function drive({ plan, parts, playbook, docker }: Prepared, begun: Begun): Promise<ExitCode> {
  const { id, journal, lease, options, output } = begun;
  await journal.append({ type: "run.opened", run: id, plan });
  output.say(`\nRun ${id}. Its journal:\n    ${printable(journal.path)}\n`);
  const places = playbook.steps.filter((step) => step.phase !== "retire");
  const tail = commandTail(options);
  return driveRun(
    { runtime: docker.runtime, engine: parts.engine, playbook, journal, lease, output, tail, places },
    runForward,
  );
}
