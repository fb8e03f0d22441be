import { resolve } from "node:path";
import { Refused, UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { blocker, type Finding } from "../../core/finding.ts";
import type { SupersededBy } from "../../core/journal.ts";
import { foldJournal, type Progress } from "../../core/progress.ts";
import { targetVolume } from "../../report/copies.ts";
import { createTarget } from "../../steps/create-target.ts";
import { startTarget } from "../../steps/start-target.ts";
import { driveHeld } from "../drive-held.ts";
import { findingsOnArchive } from "../findings-on-archive.ts";
import { isInteractive } from "../interactive.ts";
import { looker } from "../looker.ts";
import { holdRun, openRun, type HeldRun } from "../open-run.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type DriveOptions, type RetireOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { superseding } from "../superseding.ts";
import { selectRun } from "../select-run.ts";
import { consentMissing, terminalPrompter } from "../terminal-prompter.ts";
import { retireWay } from "../way-on.ts";

/** Removes for good what a finished run has kept, once the other side was seen to serve and a person typed its name. */
export async function retire(
  run: string | undefined,
  options: RetireOptions,
  output: Output,
): Promise<ExitCode> {
  if (options.yes !== true && !isInteractive(output)) throw consentMissing();
  const store = await openStore(options);
  const selected = await selectRun(store, {
    run,
    verb: "retire",
    fits: keepsSomething,
    tail: commandTail(options),
  });
  const progress = foldJournal(selected.entries);
  if (!keepsSomething(progress)) throw nothingKept(progress, options);
  const { plan } = progress;
  const open = await openRun(plan, options, output);
  return holdRun(
    open,
    { run: selected.run, verb: "retire", progress, store, tail: commandTail(options) },
    async (held) => {
      if (!keepsSomething(held.progress)) throw nothingKept(held.progress, options);
      const archive = options.archive === undefined ? undefined : resolve(options.archive);
      const listings = await store.list();
      const supersededBy = superseding(held.journal.entries, listings);
      const findings = [
        ...(await standsInTheWay(held, supersededBy)),
        ...(await findingsOnArchive(held, archive)),
      ];
      if (findings.length > 0) throw Refused.because(findings);
      if (!(await agreed(held.progress, options, output))) return exitCodes.usage;
      return driveHeld(held, retireWay(held, { archive, supersededBy }), { options, output });
    },
  );
}

function keepsSomething({ outcome }: Progress): boolean {
  return outcome === "target serves" || outcome === "returned";
}

function nothingKept({ run, outcome }: Progress, options: DriveOptions): UsageError {
  const why = outcome === undefined ? "it is not finished" : `it ended "${outcome}" and keeps nothing`;
  return new UsageError({
    summary: `Run ${run} cannot be retired: ${why}`,
    detail: ["Nothing was changed."],
    next: [`dbshift ${outcome === undefined ? "resume" : "status"} ${run}${commandTail(options)}`],
  });
}

/** The side that stays has to be seen serving, and to be that side, before the other copy goes. */
async function standsInTheWay(held: HeldRun, supersededBy?: SupersededBy): Promise<readonly Finding[]> {
  const { parts, docker, progress } = held;
  const { plan, returning } = progress;
  const container = await docker.runtime.findContainer((supersededBy ?? plan.source).container);
  const serving = container && (await parts.engine.observe(docker.runtime, container.id));
  if (serving === undefined) {
    return [
      blocker("NOT-SERVING", {
        summary: `Container "${plan.source.container}" does not answer, so nothing is removed`,
        remedy: `Look at it with: docker logs ${plan.source.container}`,
      }),
    ];
  }
  const expected: ServingSide = returning ? plan.source : (supersededBy ?? targetSide(held));
  if (container?.id === expected.containerId && serving.identity === expected.identity) return [];
  return [
    blocker("OTHER-SIDE-SERVES", {
      summary: `Container "${plan.source.container}" is not the one this run left serving`,
      detail: `It says it is ${serving.identity}, version ${serving.version}.`,
      remedy: "Find out what happened to it since; nothing is removed.",
    }),
  ];
}

interface ServingSide {
  readonly containerId: string | undefined;
  readonly identity: string | undefined;
}

/** The very container and data that were opened to clients. */
function targetSide(held: HeldRun): ServingSide {
  const driver = looker(held);
  const containerId = driver.findOutput(createTarget)?.containerId;
  return { containerId, identity: driver.findOutput(startTarget)?.identity };
}

async function agreed(progress: Progress, options: DriveOptions, output: Output): Promise<boolean> {
  if (options.yes === true) return true;
  const { plan, returning } = progress;
  const { source, target } = plan;
  const kept = returning
    ? `the target: container ${target.setAsideTarget} and volume ${targetVolume(progress)}`
    : `the source: container ${target.keptSource} and volume ${source.volume}`;
  const prompter = terminalPrompter(isInteractive(output));
  if (await prompter.confirmByTyping(`This removes ${kept}, for good.`, source.container)) return true;
  output.insist("That is not its name. Nothing was changed.");
  return false;
}
