import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { allowConnections, closedDatabases } from "../database-flags.ts";
import { copyClusterProperties } from "../copy-cluster-properties.ts";
import { copyPrivileges } from "../copy-privileges.ts";
import { copySetting } from "../copy-setting.ts";
import { copyDatabaseProperties } from "../database-properties.ts";
import { factsOf } from "../facts-of.ts";
import type { PostgresFacts } from "../facts.ts";
import { onPrivate } from "../private-server.ts";
import type { Session } from "../session.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

/** Databases every cluster has: pg_dumpall does not create them, and leaves their own properties out. */
const always = ["postgres", "template0", "template1"];

/**
 * Restores what pg_dumpall leaves out: owner, privileges, comment, limits and settings of the databases and tablespaces
 * every cluster has, comments on its roles, settings for all roles everywhere, and privileges on the built-in language
 * SQL.
 */
export const restoreProperties = defineCompensable({
  id: "postgres/restore-properties",
  title: "Restore what pg_dumpall leaves out",
  reads: [startFencedSource, startHiddenTarget],
  seconds: 300,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const source = ctx.outputOf(startFencedSource).containerId;
    const target = ctx.outputOf(startHiddenTarget).containerId;
    await onPrivate(ctx, source, "template1", (from) =>
      onPrivate(ctx, target, "template1", async (to) => {
        for (const database of always) await copyDatabaseProperties(from, to, database);
        await copyClusterProperties(from, to);
        await copySettingsOfAll(from, to);
      }),
    );
    for (const { database, lacks } of factsOf(ctx.plan).contents) {
      if (lacks.length > 0) await dropAll(ctx, target, database, lacks);
    }
    for (const name of withSqlPrivileges(factsOf(ctx.plan))) {
      await onPrivate(ctx, source, name, (from) =>
        onPrivate(ctx, target, name, (to) => copyPrivilegesOnSql(from, to)),
      );
    }
    return {};
  },
  /** It goes with the volume. */
  compensate: () => Promise.resolve(),
});

/** Those that were not looked into are looked into now. */
function withSqlPrivileges({ databases, contents }: PostgresFacts): string[] {
  const asTheyCome = new Set(
    contents.filter(({ sqlPrivileges }) => !sqlPrivileges).map(({ database }) => database),
  );
  return databases.map(({ name }) => name).filter((name) => name !== "template0" && !asTheyCome.has(name));
}

/** A dump never says that something is not there, so what initdb made and the source has dropped is dropped here. */
function dropAll(
  ctx: ReadContext,
  target: string,
  database: string,
  lacks: PostgresFacts["contents"][number]["lacks"],
): Promise<void> {
  return onPrivate(ctx, target, database, async (session) => {
    for (const what of lacks) await session.run(`drop ${what}`);
  });
}

/** ALTER ROLE ALL SET …, in every database. */
async function copySettingsOfAll(source: Session, target: Session): Promise<void> {
  const found = await source.rows(
    z.object({ entry: z.string() }),
    "select unnest(setconfig) as entry from pg_db_role_setting where setrole = 0 and setdatabase = 0",
  );
  for (const { entry } of found) await copySetting(target, "role all", entry);
}

/** Users' event triggers do not have a say in it; the only one of the built-in languages that everybody may use. */
async function copyPrivilegesOnSql(source: Session, target: Session): Promise<void> {
  await target.run("set session_replication_role = replica");
  await copyPrivileges(source, target, {
    object: "language sql",
    acl: "select coalesce(lanacl, acldefault('l', lanowner)) as acl from pg_language where lanname = $1",
    parameters: ["sql"],
  });
}

/** Closes in the target what was closed in the source, once nobody of us has to look into it any more. */
export async function closeDatabases(ctx: ReadContext, containerId: string): Promise<void> {
  await allowConnections(ctx, containerId, closedDatabases(ctx), false);
}
