import type { Kind } from "../kind.ts";
import { describedAs } from "../sql/names.ts";

export const sharedSecurityLabel: Kind = {
  name: "security label",
  sql: () => `
    select l.provider || ' on ' || ${describedAs("l.classoid", "l.objoid")} as identity, l.label
    from pg_shseclabel l`,
};

export const securityLabel: Kind = {
  name: "security label",
  sql: () => `
    select l.provider || ' on ' || ${describedAs("l.classoid", "l.objoid", "l.objsubid")} as identity, l.label
    from pg_seclabel l`,
};
