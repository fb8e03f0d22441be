import { z } from "zod";
import { copyPrivileges } from "./copy-privileges.ts";
import { copySetting } from "./copy-setting.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Session } from "./session.ts";

const properties = z.object({
  owner: z.string(),
  comment: z.string().nullable(),
  connectionLimit: z.number(),
  isTemplate: z.boolean(),
  allowsConnections: z.boolean(),
});

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
  await copyPrivileges(source, target, { object: `database ${name}`, acl: aclSql, parameters: [database] });
  for (const { role, entry } of await source.rows(setting, settingsSql, [database])) {
    await copySetting(
      target,
      `${role === null ? "" : `role ${quoteIdent(role)} in `}database ${name}`,
      entry,
    );
  }
}

const propertiesSql = `
  select pg_get_userbyid(datdba)::text as owner, shobj_description(oid, 'pg_database') as comment,
         datconnlimit as "connectionLimit", datistemplate as "isTemplate", datallowconn as "allowsConnections"
    from pg_database where datname = $1`;

const aclSql = `
  select coalesce(datacl, acldefault('d', datdba)) as acl from pg_database where datname = $1`;

const settingsSql = `
  select pg_get_userbyid(nullif(s.setrole, 0))::text as role, unnest(s.setconfig) as entry
    from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
   where d.datname = $1`;
