import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { foldJournal, type Progress } from "../../core/progress.ts";
import { statusJson } from "../../report/status-json.ts";
import { statusText } from "../../report/status-text.ts";
import { driveHeld } from "../drive-held.ts";
import { wayOn } from "../way-on.ts";
import { holdRun, openRun } from "../open-run.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type DriveOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { selectRun, type SelectedRun } from "../select-run.ts";
import { toolVersion } from "../tool-version.ts";

/** Goes on with a run that was interrupted, in the direction it was going. */
export async function resume(
  run: string | undefined,
  options: DriveOptions,
  output: Output,
): Promise<ExitCode> {
  const store = await openStore(options);
  const isUnfinished = ({ outcome }: Progress): boolean => outcome === undefined;
  const selected = await selectRun(store, {
    run,
    verb: "resume",
    fits: isUnfinished,
    tail: commandTail(options),
  });
  const progress = foldJournal(selected.entries);
  if (progress.outcome !== undefined) return nothingToResume(selected, options, output);
  const open = await openRun(progress.plan, options, output);
  return holdRun(
    open,
    { run: selected.run, verb: "resume", progress, store, tail: commandTail(options) },
    async (held) => {
      if (held.progress.outcome !== undefined) {
        return nothingToResume({ run: selected.run, entries: held.journal.entries }, options, output);
      }
      const { direction, ...way } = wayOn(held);
      await held.journal.append({ type: "run.resumed", direction, tool: toolVersion() });
      return driveHeld(held, way, { options, output });
    },
  );
}

function nothingToResume({ run, entries }: SelectedRun, options: DriveOptions, output: Output): ExitCode {
  const tail = commandTail(options);
  output.say(`There is nothing to resume: run ${run} is finished.\n`);
  output.say(statusText(entries, { paint: output.paint, tail }));
  const exit = exitCodes.done;
  output.printJson({ ok: true, ...statusJson(entries, tail), exit });
  return exit;
}
