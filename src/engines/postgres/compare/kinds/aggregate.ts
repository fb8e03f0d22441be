import type { Kind } from "../kind.ts";
import { identityOf, procedure, roleName, typeName } from "../sql/names.ts";
import { plain } from "../sql/plain.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const modify = { r: "read only", s: "shareable", w: "read write" };

export const aggregate: Kind = {
  name: "aggregate",
  sql: (majors) => `
    select ${identityOf("pg_proc", "p.oid")} as identity,
      ${roleName("p.proowner")} as owner,
      ${plain("pg_get_function_arguments(p.oid)")} as arguments,
      ${words("a.aggkind", { n: "normal", o: "ordered-set", h: "hypothetical-set" })} as kind,
      a.aggnumdirectargs as "direct arguments",
      ${procedure("a.aggtransfn")} as "state function",
      ${typeName("a.aggtranstype")} as "state type",
      a.aggtransspace as "state size",
      a.agginitval as "initial state",
      ${procedure("a.aggfinalfn")} as "final function",
      a.aggfinalextra as "final function takes extra arguments",
      ${words("a.aggfinalmodify", modify)} as "final function modifies",
      ${procedure("a.aggcombinefn")} as "combine function",
      ${procedure("a.aggserialfn")} as "serial function",
      ${procedure("a.aggdeserialfn")} as "deserial function",
      ${procedure("a.aggmtransfn")} as "moving state function",
      ${procedure("a.aggminvtransfn")} as "moving inverse function",
      (select ${typeName("a.aggmtranstype")} where a.aggmtranstype <> 0) as "moving state type",
      a.aggmtransspace as "moving state size",
      a.aggminitval as "moving initial state",
      ${procedure("a.aggmfinalfn")} as "moving final function",
      a.aggmfinalextra as "moving final function takes extra arguments",
      ${words("a.aggmfinalmodify", modify)} as "moving final function modifies",
      ${plain("nullif(a.aggsortop::oid, 0)::regoperator::text")} as "sort operator",
      ${words("p.proparallel", { s: "safe", r: "restricted", u: "unsafe" })} as parallel,
      ${privileges({ acl: "p.proacl", type: "f", owner: "p.proowner" }, majors)} as privileges
    from pg_proc p join pg_aggregate a on a.aggfnoid = p.oid
    where ${madeByUser("pg_proc", "p")} and ${notTemporary("p.pronamespace")}`,
};
