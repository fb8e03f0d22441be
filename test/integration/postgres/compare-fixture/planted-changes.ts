/** A change to the target, and how the difference it makes has to be named. */
export type PlantedChange = readonly [change: string, named: string];

/** In the database shop that shop.sql fills; each can be rolled back. */
export const changesInDatabase: readonly PlantedChange[] = [
  ["alter schema app owner to reader", "schema app: owner"],
  ["grant create on schema app to staff", "schema app: privileges"],
  ["revoke usage on schema public from public", "schema public: privileges"],
  ["create schema extra", "schema extra is in the target alone"],
  [`drop schema "Weird ""schema""" cascade`, `schema "Weird ""schema""" is missing`],

  ["alter extension citext set schema app", "extension citext: schema"],
  ["drop extension pg_trgm cascade", "extension pg_trgm is missing"],
  ["create extension intarray", "extension intarray is in the target alone"],
  ["alter language plshow owner to owner_a", "language plshow: owner"],

  ["alter type app.mood add value 'angry'", "type app.mood: labels"],
  ["alter type app.mood rename value 'sad' to 'blue'", "type app.mood: labels"],
  ["alter type app.span owner to staff", "type app.span: owner"],
  ["revoke usage on type app.mood from staff", "type app.mood: privileges"],
  ["drop type app.pair", "type app.pair is missing"],
  ["alter type app.pair rename attribute b to c", "column app.pair.b is missing"],
  ["alter type app.pair alter attribute b type varchar(9)", "column app.pair.b: type"],
  ["drop type app.span; create type app.span as (a integer)", "type app.span: kind"],
  ["alter domain app.positive drop not null", "type app.positive: not null"],
  ["alter domain app.positive set default 2", "type app.positive: default"],
  [
    "alter domain app.positive drop constraint above_zero",
    "domain constraint above_zero on app.positive is missing",
  ],
  [
    `alter domain app.positive drop constraint above_zero;
     alter domain app.positive add constraint above_zero check (value >= 1)`,
    "domain constraint above_zero on app.positive: definition",
  ],

  ["drop table app.none", "table app.none is missing"],
  ["create table app.extra ()", "table app.extra is in the target alone"],
  ["alter table app.parent owner to reader", "table app.parent: owner"],
  ["alter table app.scratch set logged", "table app.scratch: persistence"],
  ["alter table app.scratch set tablespace pg_default", "table app.scratch: tablespace"],
  ["alter table app.none set access method heap_two", "table app.none: access method"],
  ["alter table app.customer disable row level security", "table app.customer: row security"],
  ["alter table app.customer no force row level security", "table app.customer: row security forced"],
  ["alter table app.child replica identity default", "table app.child: replica identity"],
  ["alter table app.customer reset (fillfactor)", "table app.customer: options"],
  ["alter table app.customer reset (toast.autovacuum_enabled)", "table app.customer: TOAST options"],
  ["alter table app.sale detach partition app.sale_2024", "table app.sale_2024: partition of"],
  [
    `alter table app.sale detach partition app.sale_2024;
     alter table app.sale attach partition app.sale_2024 for values from ('2023-01-01') to ('2025-01-01')`,
    "table app.sale_2024: partition bound",
  ],
  [
    "drop table app.by_length; create table app.by_length (t text) partition by list (lower(t))",
    "table app.by_length: partition key",
  ],
  ["alter table app.stray no inherit app.parent", "table app.stray: inherits from"],
  ["revoke select on app.customer from reader cascade", "table app.customer: privileges"],
  ["grant select on app.parent to reader", "table app.parent: privileges"],
  [
    `alter foreign table app.remote options (set "table" 'other')`,
    "table app.remote: foreign options differs",
  ],

  ["insert into app.parent values (7, 7)", "table app.parent has 2 rows in the target, 1 in the source"],
  [
    "delete from app.customer where id = 105",
    "table app.customer has 9 rows in the target, 10 in the source",
  ],
  ["delete from app.sale where day < '2024-02-01'", "table app.sale_2024 has"],
  ["delete from only app.child", "table app.child has 0 rows in the target, 1 in the source"],
  ["truncate app.none", "table app.none has 0 rows in the target, 1 in the source"],

  ["alter table app.parent add d text", "column app.parent.d is in the target alone"],
  ["alter table app.circle_a drop other", "column app.circle_a.other is missing"],
  ["alter table app.parent rename b to bb", "column app.parent.b is missing"],
  [
    `alter table app.booking drop room; alter table app.booking add room int4range`,
    "column app.booking.during: position",
  ],
  ["alter table app.circle_b alter other type bigint", "column app.circle_b.other: type"],
  ["alter table app.customer alter mood set not null", "column app.customer.mood: not null"],
  ["alter table app.customer alter json set default upper('X')", "column app.customer.json: default"],
  ["alter table app.customer alter json drop default", "column app.customer.json: default"],
  ["alter table app.customer alter doubled drop expression", "column app.customer.doubled: generated as"],
  [
    `alter table app.customer drop doubled;
     alter table app.customer add doubled integer generated always as (length(json) * 3) stored`,
    "column app.customer.doubled: generated as",
  ],
  ["alter table app.customer alter id set generated always", "column app.customer.id: identity column"],
  [`alter table app.scratch alter t type text collate "C"`, "column app.scratch.t: collation"],
  ["alter table app.customer alter name set storage main", "column app.customer.name: storage"],
  ["alter table app.customer alter json set compression default", "column app.customer.json: compression"],
  ["alter table app.customer alter name set statistics 78", "column app.customer.name: statistics target"],
  ["alter table app.customer alter json reset (n_distinct)", "column app.customer.json: options"],
  [
    `alter foreign table app.remote alter a options (set "column" 'd')`,
    "column app.remote.a: foreign options differs",
  ],
  ["revoke update (json) on app.customer from staff", "column app.customer.json: privileges"],
  ["alter view app.simple alter mood drop default", "column app.simple.mood: default"],
  ["alter table app.child alter a drop default, alter a set default 3", "column app.child.a: default"],

  ["alter table app.customer drop constraint name_short", "constraint name_short on app.customer is missing"],
  [
    `alter table app.customer drop constraint name_short;
     alter table app.customer add constraint name_short check (length(name) < 101) no inherit`,
    "constraint name_short on app.customer: definition",
  ],
  [
    `alter table app.customer drop constraint name_short;
     alter table app.customer add constraint name_short check (length(name) < 100)`,
    "constraint name_short on app.customer: definition",
  ],
  ["alter table app.circle_a validate constraint back", "constraint back on app.circle_a: validated"],
  [
    "alter table app.circle_b alter constraint circle_b_other_fkey deferrable initially immediate",
    "constraint circle_b_other_fkey on app.circle_b: initially deferred",
  ],
  [
    "alter table app.circle_b disable trigger all",
    "constraint circle_b_other_fkey on app.circle_b: trigger states",
  ],
  [
    `alter table app.booking drop constraint booking_during_excl;
     alter table app.booking add constraint booking_during_excl exclude using gist (during with &&)`,
    "constraint booking_during_excl on app.booking: definition",
  ],

  ["drop index app.customer_trgm", "index app.customer_trgm is missing"],
  ["create index extra on app.parent (a)", "index app.extra is in the target alone"],
  [
    `drop index app.child_a;
     create unique index child_a on app.child (a) with (fillfactor = 60)`,
    "index app.child_a: definition",
  ],
  [
    "drop index app.child_a; create index child_a on app.child (a) with (fillfactor = 60)",
    "index app.child_a: unique",
  ],
  [
    "drop index app.sale_note; create index sale_note on app.sale (lower(note))",
    "index app.sale_note: definition",
  ],
  ["alter table app.customer set without cluster", "index app.customer_pkey: clustered"],
  [
    "alter table app.circle_a replica identity using index circle_a_pkey",
    "index app.circle_a_pkey: replica identity",
  ],
  ["alter index app.child_a set (fillfactor = 61)", "index app.child_a: options"],
  ["alter index app.customer_name alter 1 set statistics 98", "index app.customer_name: statistics targets"],
  ["alter index app.customer_trgm set tablespace pg_default", "index app.customer_trgm: tablespace"],
  [
    "update pg_index set indisvalid = false where indexrelid = 'app.child_a'::regclass",
    "index app.child_a: valid",
  ],

  ["drop statistics app.related", "statistics object app.related is missing"],
  ["alter statistics app.related owner to reader", "statistics object app.related: owner"],
  ["alter statistics app.related set statistics 34", "statistics object app.related: target"],
  [
    `drop statistics app.related;
     create statistics app.related (dependencies) on json, (length(name)) from app.customer;
     alter statistics app.related set statistics 33`,
    "statistics object app.related: definition",
  ],

  ["alter sequence app.ticket restart with 46", "sequence app.ticket: position"],
  [
    "alter sequence app.counter restart; select setval('app.counter', 41, true)",
    `sequence app.counter: position "41" in the target, "41, not used yet" in the source`,
  ],
  ["alter table app.customer alter id restart with 7", "sequence app.customer_id_seq: position"],
  ["alter sequence app.counter increment 2", "sequence app.counter: increment"],
  ["alter sequence app.counter maxvalue 99999", "sequence app.counter: maximum"],
  ["alter sequence app.counter minvalue -5", "sequence app.counter: minimum"],
  ["alter sequence app.counter start 3", "sequence app.counter: start"],
  ["alter sequence app.counter cache 4", "sequence app.counter: cache"],
  ["alter sequence app.ticket no cycle", "sequence app.ticket: cycles"],
  ["alter sequence app.ticket owned by none", "sequence app.ticket: owned by"],
  ["alter sequence app.counter as integer", "sequence app.counter: type"],
  ["alter sequence app.counter set unlogged", "sequence app.counter: persistence"],
  ["alter sequence app.counter owner to staff", "sequence app.counter: owner"],
  ["revoke usage on sequence app.counter from reader", "sequence app.counter: privileges"],
  ["drop sequence app.counter", "sequence app.counter is missing"],
];
