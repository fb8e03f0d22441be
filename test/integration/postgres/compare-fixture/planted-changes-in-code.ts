import type { PlantedChange } from "./planted-changes.ts";

/** What is written in a database rather than kept in it: views, functions and all that is defined by text. */
export const changesInCode: readonly PlantedChange[] = [
  [
    `alter event trigger watch disable;
     create or replace view app.simple as
       select name, mood from app.customer where mood = 'sad' with cascaded check option;
     alter event trigger watch enable always`,
    "view app.simple: definition",
  ],
  ["alter view app.simple reset (check_option)", "view app.simple: options"],
  ["alter view app.names set (security_barrier = false)", "view app.names: options"],
  ["alter view app.names owner to owner_a", "view app.names: owner"],
  ["grant delete on app.names to reader", "view app.names: privileges"],
  ["drop view app.joined", "view app.joined is missing"],
  ["refresh materialized view app.empty", "materialized view app.empty: populated"],
  ["alter materialized view app.per_day owner to staff", "materialized view app.per_day: owner"],
  [
    "drop materialized view app.empty; create materialized view app.empty as select 2 as one with no data",
    "materialized view app.empty: definition",
  ],

  [
    "create or replace function app.touch() returns trigger language plpgsql as 'begin return old; end'",
    "function app.touch(): source",
  ],
  ["alter function app.touch() stable", "function app.touch(): volatility"],
  ["alter function app.touch() parallel safe", "function app.touch(): parallel"],
  ["alter function app.touch() leakproof", "function app.touch(): leakproof"],
  ["alter function app.touch() strict", "function app.touch(): strict"],
  ["alter function app.touch() owner to reader", "function app.touch(): owner"],
  ["revoke execute on function app.touch() from staff", "function app.touch(): privileges"],
  ["alter function app.add_tax(numeric, numeric) cost 8", "function app.add_tax(numeric,numeric): cost"],
  [
    "alter function app.add_tax(numeric, numeric) reset work_mem",
    "function app.add_tax(numeric,numeric): settings",
  ],
  ["alter function app.rows_of(text) rows 51", "function app.rows_of(text): estimated rows"],
  ["alter function app.rows_of(text) security invoker", "function app.rows_of(text): security definer"],
  [
    `create or replace function app.add_tax(price numeric, rate numeric default 0.2) returns numeric
     language sql immutable cost 7 set work_mem = '1MB' as 'select price * (1 + rate)'`,
    "function app.add_tax(numeric,numeric): arguments",
  ],
  [
    `create or replace function app.atomic(n integer default 3) returns bigint language sql
     begin atomic; select count(*) from pg_catalog.pg_class c where c.relnatts >= n; end`,
    "function app.atomic(integer): SQL body",
  ],
  [
    "alter function app.vector_out(app.shell) support generate_series_int4_support",
    "function app.vector_out(app.shell): support function",
  ],
  ["drop procedure app.tidy", "function app.tidy(integer) is missing"],
  ["alter procedure app.tidy security definer", "function app.tidy(integer): security definer"],
  [
    "drop aggregate app.total(integer); create aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '6')",
    "aggregate app.total(integer): initial state",
  ],
  ["alter aggregate app.total(integer) owner to owner_a", "aggregate app.total(integer): owner"],

  ["drop trigger touch on app.customer", "trigger touch on app.customer is missing"],
  ["alter table app.customer enable trigger quiet", "trigger quiet on app.customer: enabled"],
  ["alter table app.customer enable always trigger touch", "trigger touch on app.customer: enabled"],
  ["alter table app.sale_2024 disable trigger on_sale", "trigger on_sale on app.sale_2024: enabled"],
  [
    `create or replace trigger touch before insert or update of name on app.customer
     for each row when (new.name is null) execute function app.touch()`,
    "trigger touch on app.customer: definition",
  ],
  ["drop rule insert_name on app.names", "rule insert_name on app.names is missing"],
  [
    `create or replace rule insert_name as on insert to app.names
     do instead insert into app.parent (b) values (new.id)`,
    "rule insert_name on app.names: definition",
  ],
  ["alter table app.parent enable always rule keep", "rule keep on app.parent: enabled"],
  ["drop policy own on app.customer", "policy own on app.customer is missing"],
  ["alter policy own on app.customer using (true)", "policy own on app.customer: using"],
  ["alter policy own on app.customer with check (id > 1)", "policy own on app.customer: with check"],
  ["alter policy own on app.customer to public", "policy own on app.customer: roles"],
  ["drop event trigger watch", "event trigger watch is missing"],
  ["alter event trigger watch disable", "event trigger watch: enabled"],
  ["alter event trigger watch owner to boss", "event trigger watch: owner"],

  [
    `drop cast (app.mood as integer);
     create cast (app.mood as integer) with function app.mood_to_int(app.mood) as implicit`,
    "cast (app.mood AS integer): context",
  ],
  ["drop transform for app.mood language sql cascade", "transform app.mood for sql is missing"],
  [
    "alter operator app.=== (app.address, app.address) set (restrict = eqsel)",
    "operator app.===(app.address,app.address): restriction",
  ],
  [
    "alter operator app.=== (app.address, app.address) owner to staff",
    "operator app.===(app.address,app.address): owner",
  ],
  [
    "alter operator class app.address_ops using btree owner to staff",
    "operator class app.address_ops USING btree: owner",
  ],
  [
    "alter operator family app.addresses using btree owner to staff",
    "operator family app.addresses USING btree: owner",
  ],
  [
    "alter operator family app.addresses using btree add operator 3 =(integer, integer)",
    "operator family app.addresses USING btree: operators",
  ],
  ["drop access method heap_two", "access method heap_two is missing"],
  ["alter collation app.german owner to staff", "collation app.german: owner"],
  [
    "drop collation app.phonebook; create collation app.phonebook (provider = icu, locale = 'de-u-co-eor')",
    "collation app.phonebook: locale",
  ],
  [`drop collation app.bytes; create collation app.bytes from "POSIX"`, "collation app.bytes: collation"],
  ["alter conversion app.convert owner to staff", "conversion app.convert: owner"],
  ["drop text search parser app.parser cascade", "text search parser app.parser is missing"],
  ["drop text search template app.template cascade", "text search template app.template is missing"],
  [
    "alter text search dictionary app.dictionary (stopwords = english)",
    "text search dictionary app.dictionary: options",
  ],
  [
    "alter text search configuration app.configuration drop mapping for asciiword",
    "text search configuration app.configuration: mappings",
  ],

  [
    "alter foreign data wrapper wrapper options (drop debug)",
    "foreign data wrapper wrapper: options differs",
  ],
  ["alter server elsewhere version '2'", "foreign server elsewhere: version"],
  ["alter server elsewhere options (set host 'other')", "foreign server elsewhere: options differs"],
  ["revoke usage on foreign server elsewhere from staff", "foreign server elsewhere: privileges"],
  [
    "alter user mapping for reader server elsewhere options (set password 'other')",
    "user mapping reader on elsewhere: options differs",
  ],
  ["drop user mapping for reader server elsewhere", "user mapping reader on elsewhere is missing"],
  ["alter publication changes set (publish = 'insert')", "publication changes: updates"],
  ["alter publication weird set (publish_via_partition_root = false)", "publication weird: through the root"],
  ['alter publication weird drop tables in schema "Weird ""schema"""', "publication weird: schemas"],
  [
    "alter publication changes set table app.customer (id, name) where (id > 6 and json <> 'x')",
    "published table app.customer in changes: filter",
  ],
  [
    "alter publication changes set table app.customer (id) where (id > 5 and json <> 'x')",
    "published table app.customer in changes: columns",
  ],
  ["drop publication changes", "publication changes is missing"],

  [
    "alter default privileges for role owner_a in schema app revoke select on tables from reader",
    "default privileges for role owner_a in schema app on tables is missing",
  ],
  [
    "alter default privileges for role owner_a grant execute on functions to staff",
    "default privileges for role owner_a on functions: privileges",
  ],
  [
    "revoke execute on function pg_catalog.pg_ls_dir(text) from auditor",
    "changed privileges on function pg_catalog.pg_ls_dir(text) is missing",
  ],
  [
    "grant execute on function pg_catalog.pg_ls_dir(text) to reader",
    "changed privileges on function pg_catalog.pg_ls_dir(text): granted",
  ],
  [
    "revoke execute on function public.akeys(hstore) from postgres",
    "changed privileges on function public.akeys(public.hstore): revoked",
  ],
  [
    "grant select on pg_catalog.pg_authid to reader",
    "changed privileges on table pg_catalog.pg_authid is in the target alone",
  ],
  [
    "revoke select on pg_catalog.pg_tables from public",
    "changed privileges on view pg_catalog.pg_tables is in the target alone",
  ],
  [
    "revoke select on information_schema.tables from public",
    "changed privileges on view information_schema.tables is in the target alone",
  ],
  [
    "grant execute on function public.akeys(hstore) to public",
    "changed privileges on function public.akeys(public.hstore) is missing",
  ],

  ["delete from app.book where id = 2", "table app.book has 1 rows in the target, 2 in the source"],
  ["alter sequence app.shelf_ids restart with 9", "sequence app.shelf_ids: position"],
  ["drop extension shelf cascade", "extension shelf is missing"],
  ["create policy seen on app.book using (own)", "policy seen on app.book is in the target alone"],
  ["alter table app.book enable row level security", "row security of app.book is in the target alone"],
  ["alter table app.note disable row level security", "row security of app.note is missing"],
  ["alter table app.note force row level security", "row security of app.note: forced"],
  ["drop policy brought on app.note", "policy brought on app.note is missing"],
  [
    "create statistics app.extra on id, title from app.book",
    "statistics object app.extra is in the target alone",
  ],
  [
    "alter publication changes add table app.book",
    "published table app.book in changes is in the target alone",
  ],
  [
    "revoke select (title) on app.book from reader",
    "changed privileges on table column app.book.title is missing",
  ],
  ["grant delete on app.note to reader", "changed privileges on table app.note is in the target alone"],
  [
    "insert into pg_seclabel values ('app.book'::regclass, 'pg_class'::regclass, 0, 'guard', 'secret')",
    "security label guard on app.book is in the target alone",
  ],

  ["select lo_create(4713)", "large objects of postgres with privileges postgres=SELECT,UPDATE: number"],
  [
    "select lo_unlink(4711); select lo_create(4714)",
    "large objects of postgres with privileges postgres=SELECT,UPDATE: sum of identifiers",
  ],
  [
    "alter large object 4711 owner to reader",
    "large objects of postgres with privileges postgres=SELECT,UPDATE is missing",
  ],
  [
    "revoke select on large object 4712 from reader",
    "large objects of owner_a with privileges owner_a=SELECT,UPDATE is in the target alone",
  ],
  [
    "comment on table app.customer is 'who buys what'",
    `comment on table app.customer: text "who buys what" in the target, "who buys\\nwhat" in the source`,
  ],
  ["comment on column app.customer.name is null", "comment on table column app.customer.name is missing"],
  [
    "comment on constraint name_short on app.customer is 'longer'",
    "comment on table constraint name_short on app.customer: text",
  ],
  ["comment on large object 4711 is 'two pictures'", "comment on large object 4711: text"],
  ["comment on schema public is null", "comment on schema public is missing"],
  ["comment on view app.names is 'new'", "comment on view app.names is in the target alone"],
  [
    "insert into pg_seclabel values ('app.customer'::regclass, 'pg_class'::regclass, 0, 'guard', 'top secret')",
    "security label guard on app.customer is in the target alone",
  ],
];
