import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { foldJournal } from "../../core/progress.ts";
import type { RunListing } from "../../ports/journal-store.ts";
import { foldText } from "../../report/fold-text.ts";
import { printable } from "../../report/printable.ts";
import { statusJson } from "../../report/status-json.ts";
import { statusText } from "../../report/status-text.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type CommonOptions } from "../options.ts";
import { superseding } from "../superseding.ts";
import type { Output } from "../output.ts";

/**
 * Which database serves, which copies exist, what to type next: read off the journals alone, so that it answers with
 * the container engine down.
 */
export async function status(
  run: string | undefined,
  options: CommonOptions,
  output: Output,
): Promise<ExitCode> {
  const store = await openStore(options);
  const one = run === undefined ? undefined : { run, entries: await store.read(run) };
  const all = await store.list();
  const listings: readonly RunListing[] = one === undefined ? topical(all) : [one];
  const tail = commandTail(options);
  const exit = listings.some(({ damage }) => damage !== undefined) ? exitCodes.personNeeded : exitCodes.done;
  const texts = listings.map(({ run: name, entries, damage }) =>
    entries === undefined
      ? foldText(`Run ${name}: ${printable(damage ?? "its journal cannot be read")}`).join("\n")
      : statusText(entries, { paint: output.paintResults, tail, supersededBy: superseding(entries, all) }),
  );
  output.print(texts.length === 0 ? "No runs yet." : texts.join("\n\n"));
  output.printJson({
    ok: exit === exitCodes.done,
    runs: listings.map(({ run: name, entries, damage }) =>
      entries === undefined ? { run: name, damage } : statusJson(entries, tail, superseding(entries, all)),
    ),
    exit,
  });
  return exit;
}

/** What a person may have to act on; where there is no such run, the latest one. */
function topical(listings: readonly RunListing[]): readonly RunListing[] {
  const open = listings.filter(({ entries }) => {
    const outcome = entries && foldJournal(entries).outcome;
    return outcome === undefined || outcome === "target serves" || outcome === "returned";
  });
  return open.length > 0 ? open : listings.slice(0, 1);
}
