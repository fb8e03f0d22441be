import type { Kind, Rephrasing } from "../kind.ts";
import { identityOf } from "../sql/names.ts";
import { madeByUser, notTemporary, relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const notNull = (common: number): string => (common >= 18 ? "" : "and k.contype <> 'n'");

/** Added without looking at any row. The server then says so at the end of the text, where the source did not. */
function rephraseUnchecked(alter: string, owner: string, owned: string, source: string): Rephrasing {
  const unchecked = source.endsWith(" NOT VALID");
  return {
    statements: [`${alter} add constraint dbshift_probe ${source}${unchecked ? "" : " NOT VALID"}`],
    read: `select ${unchecked ? "pg_get_constraintdef(k.oid)" : "regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')"} as text
           from pg_constraint k where k.${owner} = $1::${owned} and k.conname = 'dbshift_probe'`,
    params: [alter.slice(alter.indexOf('"'))],
  };
}

function rephraseIndexed(relation: string, probe: string, source: string): Rephrasing {
  return {
    statements: [
      `create table ${probe}.constrained (like ${relation})`,
      `alter table ${probe}.constrained add constraint dbshift_probe ${source}`,
    ],
    read: `select pg_get_constraintdef(k.oid) as text from pg_constraint k
           where k.conrelid = $1::regclass and k.conname = 'dbshift_probe'`,
    params: [`${probe}.constrained`],
  };
}

/**
 * Foreign keys that the server derives for partitions are told by the one they come from, and their names are not kept.
 * Before 18 NOT NULL is a column's property alone. A foreign key whose triggers were disabled is not enforced.
 */
export const constraint: Kind = {
  name: "constraint",
  sql: ({ common }) => `
    select ${identityOf("pg_constraint", "k.oid")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      ${words("k.contype", { c: "check", f: "foreign key", p: "primary key", u: "unique", x: "exclusion", n: "not null" })} as kind,
      pg_get_constraintdef(k.oid) as definition,
      k.convalidated as validated,
      k.condeferrable as deferrable,
      k.condeferred as "initially deferred",
      k.conislocal as "defined here",
      k.coninhcount > 0 as inherited,
      (select string_agg(distinct t.tgenabled::text, ',' order by t.tgenabled::text) from pg_trigger t
        where t.tgconstraint = k.oid and t.tgrelid = k.conrelid and c.relkind = 'r') as "trigger states"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype <> 't' and (k.contype <> 'f' or k.conparentid = 0) ${notNull(common)} and ${relationMadeByUser("c")}`,
  rephrase: {
    definition: ({ source, sourceItem, targetItem }, probe) => {
      const relation = String(targetItem.address["relation"]);
      return ["check", "foreign key"].includes(String(sourceItem.properties["kind"]))
        ? rephraseUnchecked(`alter table ${relation}`, "conrelid", "regclass", String(source))
        : rephraseIndexed(relation, probe, String(source));
    },
  },
};

export const domainConstraint: Kind = {
  name: "domain constraint",
  sql: ({ common }) => `
    select ${identityOf("pg_constraint", "k.oid")} as identity,
      format('%I.%I', n.nspname, t.typname) as _domain,
      pg_get_constraintdef(k.oid) as definition,
      k.convalidated as validated
    from pg_constraint k join pg_type t on t.oid = k.contypid join pg_namespace n on n.oid = t.typnamespace
    where ${madeByUser("pg_type", "t")} and ${notTemporary("t.typnamespace")} ${notNull(common)}`,
  rephrase: {
    definition: ({ source, targetItem }) =>
      rephraseUnchecked(
        `alter domain ${String(targetItem.address["domain"])}`,
        "contypid",
        "regtype",
        String(source),
      ),
  },
};
