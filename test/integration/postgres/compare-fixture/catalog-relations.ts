import { byOid, granted, letter, otherRole } from "./catalog-change.ts";

/** The relations of these kinds in the schema app, without those of extensions. */
export const relations = (kinds: string): string =>
  byOid(
    `pg_class o where o.relkind in (${kinds}) and o.relnamespace = 'app'::regnamespace
         and o.oid not in (select objid from pg_depend where deptype = 'e')`,
    "o.relname",
  );

/** What is changed on all that has an owner. */
export const owned = {
  owner: otherRole("relowner"),
  privileges: granted("relacl", "r", "relowner", "r"),
};
/** What is changed on all that has a file. */
export const stored = {
  persistence: letter("relpersistence", "p", "u"),
  tablespace:
    "reltablespace = case reltablespace when 0 then (select oid from pg_tablespace where spcname = 'side') else 0 end",
  "access method":
    "relam = case relam when 2 then (select oid from pg_am where amname = 'heap_two') else 2 end",
  options: "reloptions = array['fillfactor=33']",
};

/** The rows of inheritance that fulfil a condition. */
export const inheriting = (where: string): string => `
  select format('inhrelid = %s and inhparent = %s', o.inhrelid, o.inhparent) as place, c.relname as name
  from pg_inherits o join pg_class c on c.oid = o.inhrelid where ${where}`;
