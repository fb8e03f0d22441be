import { Refused } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { blockersOf } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import type { Journal } from "../../ports/journal-store.ts";
import type { Lease } from "../../ports/lease.ts";
import { findingLines } from "../../report/finding-lines.ts";
import { planText } from "../../report/plan-text.ts";
import { printable } from "../../report/printable.ts";
import { runForward } from "../../runner/run-forward.ts";
import { driveRun } from "../drive-run.ts";
import { isInteractive } from "../interactive.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type PlanOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { planDrift } from "../plan-drift.ts";
import { preparePlan, type Prepared } from "../prepare-plan.ts";
import { runId } from "../run-id.ts";
import { systemClock } from "../system-clock.ts";
import { takeRequest } from "../take-request.ts";
import { consentMissing, terminalPrompter } from "../terminal-prompter.ts";
import { withLease } from "../with-lease.ts";
import { showPlan, type EngineWords } from "./plan.ts";

/** The guided upgrade: find out, show the plan, ask, run. */
export async function run(
  { engine, words }: EngineWords,
  options: PlanOptions,
  output: Output,
): Promise<ExitCode> {
  const { pair, container } = takeRequest(words, options.to, output);
  const wanted = { engine, pair, container };
  if (options.dryRun === true) return showPlan(await preparePlan(wanted, options, output), options, output);
  if (options.yes !== true && !isInteractive(output)) throw consentMissing();
  const prepared = await preparePlan(wanted, options, output);
  const { plan, parts } = prepared;
  output.say(planText(plan, parts.engine.title, output.paint));
  if (blockersOf(plan.findings).length > 0) return refuse(plan, output);
  if (!(await consented(plan, options, output))) return declined(output);
  return carryOut(prepared, options, output);
}

function refuse({ findings }: Plan, output: Output): ExitCode {
  const blockers = blockersOf(findings);
  // The plan that was shown holds them already; where it was not shown they are said here.
  if (output.quiet) output.insist(findingLines(blockers, output.paint).join("\n"));
  output.insist("\nRefused: what is marked ✗ stands in the way. Nothing was changed.");
  const exit = exitCodes.refused;
  output.printJson({ ok: false, outcome: "refused", findings, next: [], exit });
  return exit;
}

async function consented({ source, from, to }: Plan, options: PlanOptions, output: Output): Promise<boolean> {
  if (options.yes === true) return true;
  const prompter = terminalPrompter(isInteractive(output));
  output.insist("");
  return prompter.confirm(`Upgrade ${source.container} from ${from} to ${to} now?`);
}

function declined(output: Output): ExitCode {
  output.insist("Nothing was changed.");
  return exitCodes.usage;
}

async function carryOut(prepared: Prepared, options: PlanOptions, output: Output): Promise<ExitCode> {
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
        return await drive({ ...prepared, plan: seen }, { id, journal, lease, options, output });
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
  readonly options: PlanOptions;
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
