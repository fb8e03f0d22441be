import type { Kind } from "../kind.ts";
import { identityOf, name, roleName, qualifiedName } from "../sql/names.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const enabled = { O: "yes", D: "no", R: "on replicas", A: "always" };

/**
 * A partition's copy of its parent's trigger is told by the parent; whether it fires is the copy's own. Before 15 copies
 * count as the server's.
 */
export const trigger: Kind = {
  name: "trigger",
  sql: ({ common }) => `
    select ${identityOf("pg_trigger", "t.oid")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      quote_ident(t.tgname) as _name,
      case t.tgparentid when 0 then pg_get_triggerdef(t.oid) end as definition,
      ${words("t.tgenabled", enabled)} as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal ${common < 15 ? "and t.tgparentid = 0" : ""} and ${relationMadeByUser("c")}`,
  rephrase: {
    definition: ({ source, targetItem: { address } }) => ({
      statements: [
        `drop trigger ${String(address["name"])} on ${String(address["relation"])}`,
        String(source),
      ],
      read: `select pg_get_triggerdef(t.oid) as text from pg_trigger t
             where t.tgrelid = $1::regclass and quote_ident(t.tgname) = $2`,
      params: [String(address["relation"]), String(address["name"])],
    }),
  },
};

export const eventTrigger: Kind = {
  name: "event trigger",
  sql: () => `
    select ${name("t.evtname")} as identity,
      ${roleName("t.evtowner")} as owner,
      t.evtevent as event,
      ${words("t.evtenabled", enabled)} as enabled,
      array_to_string(t.evttags, ', ') as tags,
      (select ${qualifiedName("n.nspname", "p.proname")} from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.oid = t.evtfoid) as function
    from pg_event_trigger t
    where t.oid not in (select e.objid from pg_depend e where e.classid = 'pg_event_trigger'::regclass and e.deptype = 'e')`,
};
