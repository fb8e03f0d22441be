import type { ReadContext } from "../../playbook/context.ts";
import { fingerprintGroups } from "./compare/fingerprint-file.ts";
import type { Item } from "./compare/inventory.ts";
import { fingerprintSource } from "./steps/take-fingerprint.ts";

/**
 * What was measured of the source's rows behind the fence, by database, so that nothing is read twice; undefined where
 * this run did not write it down.
 */
export async function rowsAtFence(
  ctx: ReadContext,
): Promise<ReadonlyMap<string, readonly Item[]> | undefined> {
  const kept = ctx.findOutputOf(fingerprintSource);
  if (kept === undefined) return undefined;
  const rows = new Map<string, readonly Item[]>();
  for await (const { database, of, items } of fingerprintGroups(ctx.files.read(kept.file, kept.sha256))) {
    if (of === "rows" && database !== undefined) rows.set(database, items);
  }
  return rows;
}
