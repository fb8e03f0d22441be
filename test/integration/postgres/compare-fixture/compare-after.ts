import type { TwoSides } from "../../../../src/engines/postgres/compare/compare-kind.ts";
import { pinSession, type PinnedSession } from "../../../../src/engines/postgres/compare/pin-session.ts";
import type { SqlSession } from "../../../../src/engines/postgres/compare/sql-session.ts";

interface Before {
  readonly source: PinnedSession;
  readonly target: SqlSession;
  readonly database: string;
}

/** What is found while a change to the target's database is made, which is then rolled back. */
export async function compareAfter<T>(
  change: string,
  { source, target, database }: Before,
  compare: (sides: TwoSides) => Promise<T>,
): Promise<T> {
  await target.run("begin; set allow_system_table_mods = on; set session_replication_role = origin");
  try {
    // The table spends a command number: after some changes that want one, no savepoint can be set before.
    await target.run(`set search_path = public; ${change}; create temporary table spent ()`);
    return await compare({ source, target: await pinSession(nested(target), "target", database), database });
  } finally {
    await target.run("rollback");
  }
}

/** Inside a transaction, what is compared may begin and roll back one of its own. */
const nested = (session: SqlSession): SqlSession => ({
  ...session,
  run: (sql) => session.run({ begin: "savepoint nested", rollback: "rollback to nested" }[sql] ?? sql),
});
