import { Refused, StepError, UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { blocker } from "../../core/finding.ts";
import type { JournalEntry } from "../../core/journal.ts";
import type { Json } from "../../core/plan.ts";
import { foldJournal, type Progress } from "../../core/progress.ts";
import type { FingerprintCompared } from "../../ports/engine.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import { changesText } from "../../report/changes-text.ts";
import { nextActions } from "../../report/next-actions.ts";
import { runPosition } from "../../report/run-position.ts";
import { stateSentence } from "../../report/status-text.ts";
import { whoServes } from "../../report/who-serves.ts";
import { fileRunFiles } from "../../store/file-run-files.ts";
import { assertNotDriven } from "../assert-not-driven.ts";
import { openRun } from "../open-run.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { selectRun, type SelectedRun } from "../select-run.ts";

/** Compares the database that serves now with what the run wrote down behind the fence. Changes nothing. */
export async function verify(
  run: string | undefined,
  options: CommonOptions,
  output: Output,
): Promise<ExitCode> {
  const store = await openStore(options);
  const tail = commandTail(options);
  const selected = await selectRun(store, {
    run,
    verb: "verify",
    fits: (each, supersededBy) => supersededBy === undefined && hasSwitched(each),
    tail,
  });
  const progress = foldJournal(selected.entries);
  if (isUnderWay(progress)) throw unfinished(progress, tail);
  const { docker, parts } = await openRun(progress.plan, options, output);
  await assertNotDriven(docker, progress.plan.source.container);
  const compared = await parts.engine
    .verify({
      runtime: docker.runtime,
      container: await servingContainer(progress, docker.runtime, tail),
      outputOf: (use) => lastOutput(selected, progress, use),
      jobs: progress.plan.verify.jobs,
      files: fileRunFiles(store.directoryOf(selected.run)),
      signal: new AbortController().signal,
    })
    .catch((error: unknown) => {
      throw error instanceof StepError ? notComparable(error, progress, tail) : error;
    });
  if (compared === undefined) throw nothingKept(progress, tail);
  return tell(compared, progress, output, tail);
}

function tell(compared: FingerprintCompared, progress: Progress, output: Output, tail: string): ExitCode {
  const { side, named, count, objects, closed, content } = compared;
  const exit = count === 0 ? exitCodes.done : exitCodes.difference;
  output.print(changesText(progress, compared, { paint: output.paintResults, tail }));
  output.printJson({
    ok: count === 0,
    run: progress.run,
    outcome: count === 0 ? "equal" : "different",
    serves: side,
    objects,
    count,
    differences: named,
    contentCompared: content,
    notLookedInto: closed,
    next: nextActions(progress, tail),
    exit,
  });
  return exit;
}

function hasSwitched({ outcome }: Progress): boolean {
  return outcome === "target serves" || outcome === "returned";
}

/** Nobody serves, or it is not known who does. */
function isUnderWay(progress: Progress): boolean {
  return ["before fence", "fenced", "unclear"].includes(runPosition(progress));
}

/** Also of a step that was undone since: what was written down stays true. */
function lastOutput({ entries }: SelectedRun, { plan }: Progress, use: string): Json | undefined {
  const ids = plan.steps.filter((step) => step.use === use).map(({ id }) => id);
  const ended = entries.findLast(
    (entry): entry is Extract<JournalEntry, { type: "step.succeeded" }> =>
      entry.type === "step.succeeded" && ids.includes(entry.step),
  );
  return ended?.output;
}

async function servingContainer(
  progress: Progress,
  runtime: RuntimeReader,
  tail: string,
): Promise<Container> {
  const { container: name } = progress.plan.source;
  const container = await runtime.findContainer(name);
  if (container?.state === "running") return container;
  const side = runPosition(progress) === "switched" ? "target" : "source";
  const whose = `By its journal this is where the ${side} of run ${progress.run} serves; now nobody is served there.`;
  if (container === undefined) {
    throw Refused.because([
      blocker("NO-CONTAINER", {
        summary: `There is no container called "${name}"`,
        detail: whose,
        remedy: `See which copies there are, and where:\n    dbshift status ${progress.run}${tail}`,
      }),
    ]);
  }
  throw Refused.because([
    blocker("NOT-SERVING", {
      summary: `Container "${name}" is ${container.state}, so there is nothing to compare`,
      detail: whose,
      remedy: `Start it, and verify then:\n    docker start ${name}\n    dbshift verify ${progress.run}${tail}`,
    }),
  ]);
}

function unfinished(progress: Progress, tail: string): UsageError {
  return new UsageError({
    summary: `Run ${progress.run} is not finished, so there is nothing to verify yet`,
    detail: [stateSentence(progress), whoServes(progress).sentence],
    next: nextActions(progress, tail),
  });
}

function nothingKept(progress: Progress, tail: string): UsageError {
  return new UsageError({
    summary: `Run ${progress.run} wrote nothing down to compare with`,
    detail: [
      "It did not come as far as the fence, or its playbook has no step that writes down what is there, or it was made before dbshift did.",
      stateSentence(progress),
      whoServes(progress).sentence,
    ],
    next: [`dbshift status ${progress.run}${tail}`],
  });
}

function notComparable(error: StepError, progress: Progress, tail: string): StepError {
  return new StepError(
    {
      summary: error.message,
      detail: [
        ...error.detail,
        "Only this comparison cannot be made any more; the databases are what they were.",
        whoServes(progress).sentence,
      ],
      next: [`dbshift status ${progress.run}${tail}`],
    },
    error,
  );
}
