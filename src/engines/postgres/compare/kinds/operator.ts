import type { Kind } from "../kind.ts";
import { identityOf, name, procedure, roleName, typeName } from "../sql/names.ts";
import { plain } from "../sql/plain.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";

const operatorName = (oid: string): string => plain(`nullif(${oid}::oid, 0)::regoperator::text`);

/** Without a function it is a shell, made by naming it as another's commutator: there it is told, and a dump leaves it out. */
export const operator: Kind = {
  name: "operator",
  sql: () => `
    select ${identityOf("pg_operator", "o.oid")} as identity,
      ${roleName("o.oprowner")} as owner,
      ${procedure("o.oprcode")} as function,
      ${operatorName("o.oprcom")} as commutator,
      ${operatorName("o.oprnegate")} as negator,
      ${procedure("o.oprrest")} as "restriction estimator",
      ${procedure("o.oprjoin")} as "join estimator",
      o.oprcanmerge as merges,
      o.oprcanhash as hashes
    from pg_operator o where o.oprcode <> 0 and ${madeByUser("pg_operator", "o")} and ${notTemporary("o.oprnamespace")}`,
};

export const operatorClass: Kind = {
  name: "operator class",
  sql: () => `
    select ${identityOf("pg_opclass", "o.oid")} as identity,
      ${roleName("o.opcowner")} as owner,
      ${identityOf("pg_opfamily", "o.opcfamily")} as family,
      ${typeName("o.opcintype")} as type,
      (select ${typeName("o.opckeytype")} where o.opckeytype <> 0) as "stored type",
      o.opcdefault as default
    from pg_opclass o where ${madeByUser("pg_opclass", "o")} and ${notTemporary("o.opcnamespace")}`,
};

export const operatorFamily: Kind = {
  name: "operator family",
  sql: () => `
    select ${identityOf("pg_opfamily", "o.oid")} as identity,
      ${roleName("o.opfowner")} as owner,
      (select string_agg(m.member, ', ' order by m.member collate "C") from (
        select a.amopstrategy || ' ' || ${plain("a.amopopr::regoperator::text")}
            || case when a.amopsortfamily <> 0 then ' by ' || ${identityOf("pg_opfamily", "a.amopsortfamily")} else '' end as member
        from pg_amop a where a.amopfamily = o.oid) m) as operators,
      (select string_agg(m.member, ', ' order by m.member collate "C") from (
        select p.amprocnum || ' (' || ${typeName("p.amproclefttype")} || ', ' || ${typeName("p.amprocrighttype")} || ') '
            || ${plain("p.amproc::regprocedure::text")} as member
        from pg_amproc p where p.amprocfamily = o.oid) m) as functions
    from pg_opfamily o where ${madeByUser("pg_opfamily", "o")} and ${notTemporary("o.opfnamespace")}`,
};

export const accessMethod: Kind = {
  name: "access method",
  sql: () => `
    select ${name("m.amname")} as identity, m.amtype as kind, ${procedure("m.amhandler")} as handler
    from pg_am m where ${madeByUser("pg_am", "m")}`,
};
