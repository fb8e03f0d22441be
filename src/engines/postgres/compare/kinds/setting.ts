import type { Kind } from "../kind.ts";
import { name, roleName } from "../sql/names.ts";

/** What ALTER ROLE … SET, ALTER DATABASE … SET and both together left behind. */
export const setting: Kind = {
  name: "setting",
  sql: () => `
    select split_part(s.entry, '=', 1)
        || case s.setrole when 0 then '' else ' of role ' || ${roleName("s.setrole")} end
        || case when s.setdatabase = 0 then '' else ' in database ' || ${name("d.datname")} end as identity,
      substr(s.entry, strpos(s.entry, '=') + 1) as value
    from (select r.setrole, r.setdatabase, unnest(r.setconfig) as entry from pg_db_role_setting r) s
      left join pg_database d on d.oid = s.setdatabase`,
};
