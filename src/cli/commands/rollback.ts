import { UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import type { Progress } from "../../core/progress.ts";
import { foldJournal } from "../../core/progress.ts";
import { printable } from "../../report/printable.ts";
import type { Driver } from "../../runner/driver.ts";
import { lookBeforeReturn } from "../../runner/look-before-return.ts";
import { pivotPassed } from "../../runner/pivot.ts";
import type { DriveResult } from "../../core/drive-result.ts";
import { driveHeld } from "../drive-held.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { isInteractive } from "../interactive.ts";
import { looker } from "../looker.ts";
import { holdRun, openRun, type HeldRun } from "../open-run.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type RollbackOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { selectRun } from "../select-run.ts";
import { consentMissing, terminalPrompter } from "../terminal-prompter.ts";
import { backWay, returnWay } from "../way-on.ts";

/**
 * Brings the source back: by undoing, as long as no client could write to the target; by the playbook's return graph
 * after that, which gives up what the target was told since.
 */
export async function rollback(
  run: string | undefined,
  options: RollbackOptions,
  output: Output,
): Promise<ExitCode> {
  if (options.yes !== true && !isInteractive(output)) throw consentMissing();
  const store = await openStore(options);
  const selected = await selectRun(store, {
    run,
    verb: "rollback",
    fits: (progress, supersededBy) => supersededBy === undefined && canGoBack(progress),
    tail: commandTail(options),
  });
  const progress = foldJournal(selected.entries);
  if (!canGoBack(progress)) throw cannotGoBack(progress, options);
  const { plan } = progress;
  const open = await openRun(plan, options, output);
  return holdRun(
    open,
    { run: selected.run, verb: "rollback", progress, store, tail: commandTail(options) },
    async (held) => {
      const removed = held.progress.graph === "retire" && !(await sourceIsWhole(held));
      if (removed || !canGoBack(held.progress)) throw cannotGoBack(held.progress, options);
      const driver = looker(held);
      const switched = held.progress.outcome === "target serves" || (await pivotPassed(driver));
      return switched ? giveBack(held, driver, options, output) : undo(held, options, output);
    },
  );
}

/** A retire that was stopped before it removed anything leaves the way back open; whether it did is looked at. */
function canGoBack({ outcome, graph, returning }: Progress): boolean {
  return outcome === "target serves" || (outcome === undefined && !(graph === "retire" && returning));
}

async function sourceIsWhole({ docker, progress }: HeldRun): Promise<boolean> {
  const { containerId, volume } = progress.plan.source;
  const container = await docker.runtime.findContainer(containerId);
  // While its container is there, the engine lets nobody remove or replace the volume.
  return container !== undefined && (await docker.runtime.findVolume(volume)) !== undefined;
}

function cannotGoBack({ run, outcome, graph }: Progress, options: RollbackOptions): UsageError {
  const why = graph === "retire" ? "what it had kept is removed" : `it ended "${outcome ?? "unfinished"}"`;
  return new UsageError({
    summary: `Run ${run} cannot be rolled back: ${why}`,
    detail: ["Nothing was changed."],
    next: [`dbshift status ${run}${commandTail(options)}`],
  });
}

async function undo(held: HeldRun, options: RollbackOptions, output: Output): Promise<ExitCode> {
  const { plan } = held.progress;
  const question = `Undo run ${held.progress.run}, so that ${plan.source.container} serves from ${plan.from} as before?`;
  if (!(await agreed(question, options, output))) return exitCodes.usage;
  // Being back is what was asked for here, so it is a success.
  const exitOf = (result: DriveResult): ExitCode =>
    result.kind === "rolled back" && result.signal === undefined ? exitCodes.done : exitCodeOf(result);
  return driveHeld(held, backWay("dbshift rollback was asked for"), { options, output, exitOf });
}

async function giveBack(
  held: HeldRun,
  driver: Driver,
  options: RollbackOptions,
  output: Output,
): Promise<ExitCode> {
  const { plan, run, graph } = held.progress;
  if (held.playbook.returnSteps.length === 0) throw noReturn(held.progress);
  const writes = graph === "return" ? [] : await describeWritesSinceSwitch(driver);
  if (options.discardWrites === true) output.say(writes.map(printable).join("\n"));
  if (options.discardWrites !== true && graph !== "return") {
    throw new UsageError({
      summary: "Clients may have written to the target since the switch, and a rollback gives that up",
      detail: [
        ...writes,
        `${plan.source.container} would serve from ${plan.from} as it was at the switch.`,
        "The target is stopped and kept until retire, so what it was told can be read there.",
        "Nothing was changed.",
      ],
      next: [`dbshift rollback ${run} --discard-writes${commandTail(options)}`],
    });
  }
  const question = `Bring ${plan.source.container} back to ${plan.from}, without what ${plan.to} was told since?`;
  if (!(await agreed(question, options, output))) return exitCodes.usage;
  return driveHeld(held, returnWay(held.playbook), { options, output });
}

/** What the target was told since the switch, in sentences: what the checks of the return graph have to say. */
async function describeWritesSinceSwitch(driver: Driver): Promise<readonly string[]> {
  const findings = await lookBeforeReturn(driver);
  return findings.flatMap(({ summary, detail }) => [summary, ...(detail === undefined ? [] : [detail])]);
}

function noReturn({ run }: Progress): UsageError {
  return new UsageError({
    summary: `The playbook of run ${run} has no way back after the switch`,
    detail: ["Nothing was changed."],
  });
}

async function agreed(question: string, options: RollbackOptions, output: Output): Promise<boolean> {
  if (options.yes === true) return true;
  if (await terminalPrompter(isInteractive(output)).confirm(question)) return true;
  output.insist("Nothing was changed.");
  return false;
}
