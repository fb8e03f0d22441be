import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { runsText } from "../../report/runs-text.ts";
import { statusJson } from "../../report/status-json.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type CommonOptions } from "../options.ts";
import { superseding } from "../superseding.ts";
import type { Output } from "../output.ts";

/** Lists all runs, newest first. */
export async function runs(options: CommonOptions, output: Output): Promise<ExitCode> {
  const listings = await (await openStore(options)).list();
  const exit = exitCodes.done;
  output.print(runsText(listings, output.paintResults));
  const tail = commandTail(options);
  output.printJson({
    ok: true,
    runs: listings.map(({ run, entries, damage }) =>
      entries === undefined
        ? { run, damage: damage ?? "unreadable" }
        : statusJson(entries, tail, superseding(entries, listings)),
    ),
    exit,
  });
  return exit;
}
