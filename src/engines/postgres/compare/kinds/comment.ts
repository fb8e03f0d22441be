import type { Kind } from "../kind.ts";
import { describedAs } from "../sql/names.ts";

/** 15 and later put an `on` into a transform's name. */
const described = (sub: string): string =>
  `(pg_identify_object(d.classoid, d.objoid, ${sub})).type || ' ' ||
      case d.classoid when 'pg_transform'::regclass
        then replace(${describedAs("d.classoid", "d.objoid", sub)}, ' on language ', ' language ')
        else ${describedAs("d.classoid", "d.objoid", sub)} end`;

/** Dropping a subscription leaves its comment behind. */
const isThere = `(pg_identify_object(d.classoid, d.objoid, 0)).identity is not null`;

export const sharedComment: Kind = {
  name: "comment on",
  sql: () => `
    select ${described("0")} as identity, d.description as text
    from pg_shdescription d where ${isThere}`,
};

/**
 * Comments that initdb wrote on its own objects differ from major to major. The schema public is the users', and so is
 * a large object of any number.
 */
export const comment: Kind = {
  name: "comment on",
  sql: () => `
    select ${described("d.objsubid")} as identity, d.description as text
    from pg_description d
    where (d.objoid >= 16384
        or d.classoid = 'pg_largeobject'::regclass
        or d.classoid = 'pg_namespace'::regclass
          and d.objoid = (select n.oid from pg_namespace n where n.nspname = 'public'))
      and ${isThere}
      and not exists (select from pg_depend e
        where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`,
};
