import { z } from "zod";
import { invariant } from "../../../core/errors.ts";
import type { Item } from "./inventory.ts";
import type { PinnedSession } from "./pin-session.ts";
import { rowsAsText } from "./rows-as-text.ts";
import { qualifiedName } from "./sql/names.ts";
import { relationMadeByUser } from "./sql/user-objects.ts";
import { words } from "./sql/words.ts";

/** What a relation holds, which its catalog does not tell: it has to be read itself. */
export interface Measure {
  readonly relations: string;
  /** One value out of the relation, as text; `condition` is an extension's own for what it leaves to a dump. */
  readonly value: (relation: string, condition: string) => string;
  readonly property: string;
}

/** A member of an extension holds users' rows only where the extension says so. */
const holdsUsersRows = `(${relationMadeByUser("c")}
      or exists (select from pg_extension e where c.oid = any (e.extconfig)))`;

const relationsOf = (condition: string): string => `
    select ${words("c.relkind", { r: "table", m: "materialized view", S: "sequence" })} as kind,
      ${qualifiedName("n.nspname", "c.relname")} as identity,
      format('%I.%I', n.nspname, c.relname) as relation,
      coalesce((select e.extcondition[array_position(e.extconfig, c.oid)] from pg_extension e
        where c.oid = any (e.extconfig)), '') as condition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${condition} and ${holdsUsersRows}`;

/** ONLY, so that a parent does not count its children's rows again. Rows of foreign tables are another server's. */
export const rowCounts: Measure = {
  relations: relationsOf(
    "(c.relkind = 'r' or c.relkind = 'm' and c.relispopulated) and c.relpersistence <> 't'",
  ),
  value: (relation, condition) => `(select count(*)::text from only ${relation} ${condition})`,
  property: "rows",
};

export const sequencePositions: Measure = {
  relations: relationsOf("c.relkind = 'S' and c.relpersistence <> 't'"),
  value: (relation) =>
    `(select s.last_value || case when s.is_called then '' else ', not used yet' end from ${relation} s)`,
  property: "position",
};

const relationSchema = z.object({
  kind: z.string(),
  identity: z.string(),
  relation: z.string(),
  condition: z.string(),
});

const batchSize = 50;

/** Many relations in one query each, so that a database of many small tables does not take a round trip for each. */
export async function measure(
  pinned: PinnedSession,
  { relations, value, property }: Measure,
): Promise<Item[]> {
  const found = await rowsAsText(pinned, relationSchema, relations);
  const items: Item[] = [];
  for (let first = 0; first < found.length; first += batchSize) {
    const batch = found.slice(first, first + batchSize);
    const values = await readValues(
      pinned,
      batch.map(({ relation, condition }) => value(relation, condition)),
    );
    for (const [place, { kind, identity }] of batch.entries()) {
      const measured = values[place];
      invariant(measured !== undefined, `every ${kind} is measured`);
      items.push({ kind, identity, properties: { [property]: measured }, address: {} });
    }
  }
  return items;
}

async function readValues({ session }: PinnedSession, values: readonly string[]): Promise<readonly string[]> {
  const [row] = await session.rows(
    z.object({ measured: z.string() }),
    `select json_build_array(${values.join(", ")})::text as measured`,
  );
  return z.array(z.string()).parse(JSON.parse(row?.measured ?? ""));
}
