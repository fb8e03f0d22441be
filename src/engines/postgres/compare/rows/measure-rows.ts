import { z } from "zod";
import { invariant } from "../../../../core/errors.ts";
import type { Item } from "../inventory.ts";
import type { PinnedSession } from "../pin-session.ts";
import type { Holder } from "./holder.ts";
import { readContentHolders, readHolders } from "./read-holders.ts";
import { rowCount, rowSums } from "./row-sums.ts";
import { withWorkers } from "./with-workers.ts";

export interface RowsWish {
  /** A fingerprint of the rows, not only how many there are. */
  readonly content: boolean;
  /** How many sessions may read at once, the given one among them. */
  readonly jobs: number;
  /** Opens another one with the same database; where it is absent, the given one is all there is. */
  readonly open?: () => Promise<PinnedSession>;
}

/** What is read in one query, unless one table alone is more. */
const mostAtOnce = 50;
const mostBytesAtOnce = 8n * 1024n * 1024n;

/** Reads everything that holds rows in the session's database: an item each, with `rows`, and `content` where wished. */
export async function measureRows(pinned: PinnedSession, wish: RowsWish): Promise<Item[]> {
  const holders = await (wish.content ? readContentHolders(pinned) : readHolders(pinned));
  const measured = await withWorkers(batchesOf(holders), pinned, wish, (session, batch) =>
    measureBatch(session, batch, wish.content),
  );
  return measured.flat();
}

/** The largest first, so that none is left over when the others are done; small ones together. */
function batchesOf(holders: readonly Holder[]): Holder[][] {
  const batches: Holder[][] = [];
  let room = 0n;
  for (const holder of [...holders].sort((a, b) => Number(b.size - a.size))) {
    const last = batches.at(-1);
    if (last === undefined || holder.size > room || last.length === mostAtOnce) {
      batches.push([holder]);
      room = mostBytesAtOnce - holder.size;
    } else {
      last.push(holder);
      room -= holder.size;
    }
  }
  return batches;
}

async function measureBatch(
  { session }: PinnedSession,
  batch: readonly Holder[],
  content: boolean,
): Promise<Item[]> {
  const values = batch.map((holder) => (content && !holder.recomputed ? rowSums : rowCount)(holder));
  const [row] = await session.rows(
    z.object({ measured: z.string() }),
    `select json_build_array(${values.join(", ")})::text as measured`,
  );
  const texts = z.array(z.string()).parse(JSON.parse(row?.measured ?? ""));
  return batch.map(({ kind, identity }, place) => {
    const [rows, sums] = texts[place]?.split(" ") ?? [];
    invariant(rows !== undefined, `every ${kind} is measured`);
    return {
      kind,
      identity,
      properties: { rows, ...(sums === undefined ? {} : { content: sums }) },
      address: {},
    };
  });
}
