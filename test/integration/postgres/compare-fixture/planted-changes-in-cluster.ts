/** A change to the target, how its difference has to be named, and what takes it back. */
export type UndoneChange = readonly [change: string, named: string, undo: string];

/** What belongs to the cluster as a whole; made in the database postgres. */
export const changesInCluster: readonly UndoneChange[] = [
  ["create role extra", "Role extra is in the target alone", "drop role extra"],
  ["alter role owner_a superuser", "Role owner_a: superuser", "alter role owner_a nosuperuser"],
  ["alter role reader inherit", "Role reader: inherits", "alter role reader noinherit"],
  ["alter role staff createrole", "Role staff: may create roles", "alter role staff nocreaterole"],
  ["alter role staff createdb", "Role staff: may create databases", "alter role staff nocreatedb"],
  ["alter role staff login", "Role staff: may log in", "alter role staff nologin"],
  ["alter role auditor noreplication", "Role auditor: may replicate", "alter role auditor replication"],
  ["alter role auditor nobypassrls", "Role auditor: bypasses row security", "alter role auditor bypassrls"],
  [
    "alter role owner_a connection limit 8",
    "Role owner_a: connection limit",
    "alter role owner_a connection limit 7",
  ],
  [
    "alter role owner_a valid until '2031-01-02'",
    "Role owner_a: valid until",
    "alter role owner_a valid until '2031-01-01'",
  ],
  [
    `create temporary table kept as select rolpassword from pg_authid where rolname = 'reader';
     alter role reader password null`,
    "Role reader: password differs, and is not shown",
    `do $$ begin execute format('alter role reader password %L', (select rolpassword from kept)); end $$;
     drop table kept`,
  ],
  [
    "grant staff to auditor",
    "Membership of auditor in staff is in the target alone",
    "revoke staff from auditor",
  ],
  ["revoke staff from reader", "Membership of reader in staff is missing", "grant staff to reader"],
  [
    "revoke admin option for staff from owner_a",
    "Membership of owner_a in staff: with admin option",
    "grant staff to owner_a with admin option",
  ],
  [
    "revoke pg_monitor from auditor",
    "Membership of auditor in pg_monitor is missing",
    "grant pg_monitor to auditor",
  ],
  [
    "alter role reader set work_mem = '4MB'",
    "Setting work_mem of role reader: value",
    "alter role reader set work_mem = '3MB'",
  ],
  [
    "alter role reader in database shop reset work_mem",
    "Setting work_mem of role reader in database shop is missing",
    "alter role reader in database shop set work_mem = '5MB'",
  ],
  [
    "alter database shop reset default_statistics_target",
    "Setting default_statistics_target in database shop is missing",
    "alter database shop set default_statistics_target = 55",
  ],
  [
    "alter role all set work_mem = '6MB'",
    "Setting work_mem is in the target alone",
    "alter role all reset work_mem",
  ],
  [
    "revoke alter system on parameter log_min_duration_statement from staff",
    "Parameter log_min_duration_statement: privileges",
    "grant alter system on parameter log_min_duration_statement to staff",
  ],
  [
    "alter tablespace side owner to staff",
    "Tablespace side: owner",
    "alter tablespace side owner to owner_a",
  ],
  [
    "alter tablespace side reset (random_page_cost)",
    "Tablespace side: options",
    "alter tablespace side set (random_page_cost = 1.5)",
  ],
  [
    "revoke create on tablespace side from staff",
    "Tablespace side: privileges",
    "grant create on tablespace side to staff",
  ],
  ["create database extra", "Database extra is in the target alone", "drop database extra"],
  [
    "alter database ledger owner to staff",
    "Database ledger: owner",
    "alter database ledger owner to owner_a",
  ],
  [
    "alter database ledger connection limit 8",
    "Database ledger: connection limit",
    "alter database ledger connection limit 9",
  ],
  [
    "alter database ledger is_template true",
    "Database ledger: is a template",
    "alter database ledger is_template false",
  ],
  [
    "alter database ledger allow_connections false",
    "Database ledger could not be compared: it takes no connections in the target",
    "alter database ledger allow_connections true",
  ],
  [
    "revoke connect on database shop from staff",
    "Database shop: privileges",
    "grant connect on database shop to staff",
  ],
  [
    "grant connect on database postgres to staff",
    "Database postgres: privileges",
    "revoke connect on database postgres from staff",
  ],
  [
    "alter database ledger set tablespace side",
    "Database ledger: tablespace",
    "alter database ledger set tablespace pg_default",
  ],
  [
    "comment on database shop is 'a shop'",
    "Comment on database shop: text",
    "comment on database shop is 'the shop, since 1999'",
  ],
  [
    "comment on role owner_a is null",
    "Comment on role owner_a is missing",
    "comment on role owner_a is 'owns the shop'",
  ],
  [
    "update pg_subscription set subconninfo = 'host=elsewhere'",
    "Subscription copied in database shop: connection differs, and is not shown",
    "update pg_subscription set subconninfo = 'host=nowhere password=subscription-secret'",
  ],
  [
    "update pg_subscription set subslotname = 'other'",
    "Subscription copied in database shop: replication slot",
    "update pg_subscription set subslotname = 'copied'",
  ],
];
