import { resolve } from "node:path";
import { copiesToRemove } from "../../core/copies-to-remove.ts";
import { UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { copiesText } from "../../report/copies-text.ts";
import { listSafetyCopies, removeSafetyCopy } from "../../store/safety-copies.ts";
import { isInteractive } from "../interactive.ts";
import type { PruneOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { systemClock } from "../system-clock.ts";
import { terminalPrompter } from "../terminal-prompter.ts";

/** Removes old copies by number and age; the newest of each database and kind never goes. */
export async function copiesPrune(
  directory: string,
  options: PruneOptions,
  output: Output,
): Promise<ExitCode> {
  const retention = {
    keep: wholeNumber("--keep", options.keep),
    days: options.days === undefined ? undefined : wholeNumber("--days", options.days),
  };
  const { whole } = await listSafetyCopies(resolve(directory));
  const going = copiesToRemove(whole, retention, systemClock.now());
  if (going.length > 0) output.say(`These go:\n${copiesText({ whole: going, damaged: [] })}`);
  else output.say("There is nothing to remove.");
  if (going.length > 0 && options.yes !== true) {
    const agreed = await terminalPrompter(isInteractive(output)).confirm(
      `Remove ${String(going.length)}, for good?`,
    );
    if (!agreed) {
      output.insist("Nothing was changed.");
      return exitCodes.usage;
    }
  }
  for (const kept of going) await removeSafetyCopy(kept);
  const exit = exitCodes.done;
  output.printJson({ ok: true, removed: going.map(({ name }) => name), exit });
  return exit;
}

function wholeNumber(option: string, text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1) return number;
  throw new UsageError({ summary: `${option} wants a whole number of at least 1, not "${text}"` });
}
