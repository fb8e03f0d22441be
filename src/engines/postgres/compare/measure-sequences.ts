import { z } from "zod";
import { invariant } from "../../../core/errors.ts";
import type { Item } from "./inventory.ts";
import type { PinnedSession } from "./pin-session.ts";
import { rowsAsText } from "./rows-as-text.ts";
import { qualifiedName } from "./sql/names.ts";
import { relationHoldingUsersRows } from "./sql/user-objects.ts";

const sequences = `
  select ${qualifiedName("n.nspname", "c.relname")} as identity, format('%I.%I', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and c.relpersistence <> 't' and ${relationHoldingUsersRows("c")}`;

const position = (relation: string): string =>
  `(select s.last_value || case when s.is_called then '' else ', not used yet' end from ${relation} s)`;

/** Many in one query each, so that a database of many sequences does not take a round trip for each. */
const batchSize = 50;

/** Where each sequence stands: an item each, with `position`, which is read from the sequence itself. */
export async function measureSequences(pinned: PinnedSession): Promise<Item[]> {
  const schema = z.object({ identity: z.string(), relation: z.string() });
  const found = await rowsAsText(pinned, schema, sequences);
  const items: Item[] = [];
  for (let first = 0; first < found.length; first += batchSize) {
    const batch = found.slice(first, first + batchSize);
    const positions = await readPositions(
      pinned,
      batch.map(({ relation }) => position(relation)),
    );
    for (const [place, { identity }] of batch.entries()) {
      const measured = positions[place];
      invariant(measured !== undefined, "every sequence is measured");
      items.push({ kind: "sequence", identity, properties: { position: measured }, address: {} });
    }
  }
  return items;
}

async function readPositions(
  { session }: PinnedSession,
  values: readonly string[],
): Promise<readonly string[]> {
  const [row] = await session.rows(
    z.object({ measured: z.string() }),
    `select json_build_array(${values.join(", ")})::text as measured`,
  );
  return z.array(z.string()).parse(JSON.parse(row?.measured ?? ""));
}
