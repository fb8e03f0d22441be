import type { Kind } from "../kind.ts";
import { identityOf, name, procedure, typeName } from "../sql/names.ts";
import { madeByUser, notDerived } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

export const cast: Kind = {
  name: "cast",
  sql: () => `
    select ${identityOf("pg_cast", "k.oid")} as identity,
      ${procedure("k.castfunc")} as function,
      ${words("k.castmethod", { f: "function", i: "through text", b: "binary" })} as method,
      ${words("k.castcontext", { e: "explicit", a: "assignment", i: "implicit" })} as context
    from pg_cast k where ${madeByUser("pg_cast", "k")} and ${notDerived("pg_cast", "k.oid")}`,
};

export const transform: Kind = {
  name: "transform",
  sql: () => `
    select ${typeName("f.trftype")} || ' for ' || ${name("l.lanname")} as identity,
      ${procedure("f.trffromsql")} as "from SQL",
      ${procedure("f.trftosql")} as "to SQL"
    from pg_transform f join pg_language l on l.oid = f.trflang where ${madeByUser("pg_transform", "f")}`,
};
