import { resolve } from "node:path";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { copiesText } from "../../report/copies-text.ts";
import { listSafetyCopies } from "../../store/safety-copies.ts";
import type { Output } from "../output.ts";

/** Lists what was kept in a directory outside Docker. */
export async function copiesList(directory: string, output: Output): Promise<ExitCode> {
  const listing = await listSafetyCopies(resolve(directory));
  output.print(copiesText(listing));
  const exit = exitCodes.done;
  const copies = listing.whole.map(({ directory: _, copy: { facts: __, ...copy }, name }) => ({
    name,
    ...copy,
  }));
  output.printJson({ ok: true, copies, damaged: listing.damaged, exit });
  return exit;
}
