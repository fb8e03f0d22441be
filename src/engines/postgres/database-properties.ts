import { z } from "zod";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Session } from "./session.ts";

const properties = z.object({
  owner: z.string(),
  comment: z.string().nullable(),
  connectionLimit: z.number(),
  isTemplate: z.boolean(),
  allowsConnections: z.boolean(),
});

const privilege = z.object({ grantee: z.string(), privilege: z.string(), grantable: z.boolean() });
type Privilege = z.infer<typeof privilege>;

const setting = z.object({ role: z.string().nullable(), entry: z.string() });

/** Makes a database of the target have the properties, though not the contents, the source's has. */
export async function copyDatabaseProperties(
  source: Session,
  target: Session,
  database: string,
): Promise<void> {
  const name = quoteIdent(database);
  const found = await source.row(properties, propertiesSql, [database]);
  await target.run(`alter database ${name} owner to ${quoteIdent(found.owner)}`);
  await target.run(`alter database ${name} connection limit ${String(found.connectionLimit)}`);
  await target.run(`alter database ${name} is_template ${String(found.isTemplate)}`);
  const comment = found.comment === null ? "null" : quoteLiteral(found.comment);
  await target.run(`comment on database ${name} is ${comment}`);
  await copyPrivileges(source, target, database);
  for (const { role, entry } of await source.rows(setting, settingsSql, [database])) {
    await copySetting(target, database, role, entry);
  }
}

const propertiesSql = `
  select pg_get_userbyid(datdba)::text as owner, shobj_description(oid, 'pg_database') as comment,
         datconnlimit as "connectionLimit", datistemplate as "isTemplate", datallowconn as "allowsConnections"
    from pg_database where datname = $1`;

const privilegesSql = `
  select coalesce(pg_get_userbyid(nullif(a.grantee, 0))::text, '') as grantee, a.privilege_type as privilege,
         a.is_grantable as grantable
    from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
   where d.datname = $1
   order by 1, 2`;

const settingsSql = `
  select pg_get_userbyid(nullif(s.setrole, 0))::text as role, unnest(s.setconfig) as entry
    from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
   where d.datname = $1`;

async function copyPrivileges(source: Session, target: Session, database: string): Promise<void> {
  const [wanted, there] = await Promise.all([
    source.rows(privilege, privilegesSql, [database]),
    target.rows(privilege, privilegesSql, [database]),
  ]);
  if (JSON.stringify(wanted) === JSON.stringify(there)) return;
  const on = `on database ${quoteIdent(database)}`;
  const to = ({ grantee }: Privilege): string => (grantee === "" ? "public" : quoteIdent(grantee));
  for (const grantee of new Set(there.map(to))) await target.run(`revoke all ${on} from ${grantee}`);
  for (const grant of wanted) {
    await target.run(
      `grant ${grant.privilege} ${on} to ${to(grant)}${grant.grantable ? " with grant option" : ""}`,
    );
  }
}

/** Setting one of these makes the session another role, which may not alter anything; their value is a plain name. */
const identities = ["role", "session_authorization"];

/** 55P02 cant_change_runtime_param: in force only from the start of a session, so its text has to be written out. */
const onlyAtStart = "55P02";

/**
 * The value is set in a transaction and taken from there, so that it is stored as the server reads it: lists such as
 * search_path would be quoted wrong otherwise.
 */
async function copySetting(
  target: Session,
  database: string,
  role: string | null,
  entry: string,
): Promise<void> {
  const at = entry.indexOf("=");
  const [key, value] = [entry.slice(0, at), entry.slice(at + 1)];
  const whose = role === null ? "" : `role ${quoteIdent(role)} in `;
  const alter = `alter ${whose}database ${quoteIdent(database)} set ${key.split(".").map(quoteIdent).join(".")}`;
  const literally = `${alter} to ${quoteLiteral(value)}`;
  if (identities.includes(key)) return target.run(literally);
  await target.run("begin");
  try {
    await target.rows(z.unknown(), "select set_config($1, $2, true)", [key, value]);
    await target.run(`${alter} from current`);
    await target.run("commit");
  } catch (error) {
    await target.run("rollback");
    if (!isSqlState(error, onlyAtStart)) throw error;
    await target.run(literally);
  }
}

function isSqlState(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
