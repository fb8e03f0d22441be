import type { Kind } from "../kind.ts";
import { digestOfEntries } from "../sql/lists.ts";
import { name, procedure, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser } from "../sql/user-objects.ts";

export const foreignDataWrapper: Kind = {
  name: "foreign data wrapper",
  sql: (majors) => `
    select ${name("w.fdwname")} as identity,
      ${roleName("w.fdwowner")} as owner,
      ${procedure("w.fdwhandler")} as handler,
      ${procedure("w.fdwvalidator")} as validator,
      ${digestOfEntries("w.fdwoptions")} as options,
      ${privileges({ acl: "w.fdwacl", type: "F", owner: "w.fdwowner" }, majors)} as privileges
    from pg_foreign_data_wrapper w where ${madeByUser("pg_foreign_data_wrapper", "w")}`,
};

export const foreignServer: Kind = {
  name: "foreign server",
  sql: (majors) => `
    select ${name("s.srvname")} as identity,
      ${roleName("s.srvowner")} as owner,
      (select ${name("w.fdwname")} from pg_foreign_data_wrapper w where w.oid = s.srvfdw) as wrapper,
      s.srvtype as type,
      s.srvversion as version,
      ${digestOfEntries("s.srvoptions")} as options,
      ${privileges({ acl: "s.srvacl", type: "S", owner: "s.srvowner" }, majors)} as privileges
    from pg_foreign_server s where ${madeByUser("pg_foreign_server", "s")}`,
};

export const userMapping: Kind = {
  name: "user mapping",
  sql: () => `
    select case u.umuser when 0 then 'PUBLIC' else ${roleName("u.umuser")} end || ' on ' || ${name("s.srvname")} as identity,
      ${digestOfEntries("u.umoptions")} as options
    from pg_user_mapping u join pg_foreign_server s on s.oid = u.umserver
    where ${madeByUser("pg_user_mapping", "u")}`,
};
