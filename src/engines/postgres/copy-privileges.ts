import { z } from "zod";
import { quoteIdent } from "./quote.ts";
import type { Session } from "./session.ts";

/** An object of any kind with its privileges, on either side. */
export interface Privileged {
  /** As GRANT names it: `database "shop"`. */
  readonly object: string;
  /** SQL for a query that gives its one aclitem[], `acl`, the default spelled out. */
  readonly acl: string;
  readonly parameters: readonly string[];
}

const privilege = z.object({ grantee: z.string(), privilege: z.string(), grantable: z.boolean() });
type Privilege = z.infer<typeof privilege>;

/** Makes the target's privileges on an object the source's. Who granted them is not kept. */
export async function copyPrivileges(
  source: Session,
  target: Session,
  { object, acl, parameters }: Privileged,
): Promise<void> {
  const sql = `
    select coalesce(pg_get_userbyid(nullif(a.grantee, 0))::text, '') as grantee, a.privilege_type as privilege,
           a.is_grantable as grantable
      from (${acl}) o, aclexplode(o.acl) a
     order by 1, 2`;
  const [wanted, there] = await Promise.all([
    source.rows(privilege, sql, parameters),
    target.rows(privilege, sql, parameters),
  ]);
  if (JSON.stringify(wanted) === JSON.stringify(there)) return;
  const to = ({ grantee }: Privilege): string => (grantee === "" ? "public" : quoteIdent(grantee));
  for (const grantee of new Set(there.map(to))) await target.run(`revoke all on ${object} from ${grantee}`);
  for (const grant of wanted) {
    const option = grant.grantable ? " with grant option" : "";
    await target.run(`grant ${grant.privilege} on ${object} to ${to(grant)}${option}`);
  }
}
