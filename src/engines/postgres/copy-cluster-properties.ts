import { z } from "zod";
import { copyPrivileges } from "./copy-privileges.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Session } from "./session.ts";

const tablespace = z.object({
  name: z.string(),
  owner: z.string(),
  comment: z.string().nullable(),
  options: z.array(z.string()),
});

const comment = z.object({ role: z.string(), comment: z.string() });

/** Owner, privileges, comment and parameters of the tablespaces every cluster has; comments on the roles it has. */
export async function copyClusterProperties(source: Session, target: Session): Promise<void> {
  for (const found of await source.rows(tablespace, tablespacesSql)) {
    await copyTablespace(source, target, found);
  }
  for (const { role, comment: text } of await source.rows(comment, commentsSql)) {
    await target.run(`comment on role ${quoteIdent(role)} is ${quoteLiteral(text)}`);
  }
}

async function copyTablespace(
  source: Session,
  target: Session,
  { name, owner, comment: text, options }: z.infer<typeof tablespace>,
): Promise<void> {
  const object = `tablespace ${quoteIdent(name)}`;
  await target.run(`alter ${object} owner to ${quoteIdent(owner)}`);
  if (text !== null) await target.run(`comment on ${object} is ${quoteLiteral(text)}`);
  if (options.length > 0) await target.run(`alter ${object} set (${options.map(assignment).join(", ")})`);
  const acl =
    "select coalesce(spcacl, acldefault('t', spcowner)) as acl from pg_tablespace where spcname = $1";
  await copyPrivileges(source, target, { object, acl, parameters: [name] });
}

function assignment(option: string): string {
  const at = option.indexOf("=");
  return `${quoteIdent(option.slice(0, at))} = ${quoteLiteral(option.slice(at + 1))}`;
}

const tablespacesSql = `
  select spcname::text as name, pg_get_userbyid(spcowner)::text as owner,
         shobj_description(oid, 'pg_tablespace') as comment, coalesce(spcoptions, '{}') as options
    from pg_tablespace where oid < 16384`;

const commentsSql = `
  select rolname::text as role, shobj_description(oid, 'pg_authid') as comment
    from pg_roles where oid < 16384 and rolname ~ '^pg_' and shobj_description(oid, 'pg_authid') is not null`;
