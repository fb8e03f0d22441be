import type { PlantedChange } from "./planted-changes.ts";

/** What belongs to the cluster as a whole; each can be rolled back. */
export const changesInCluster: readonly PlantedChange[] = [
  ["create role extra", "Role extra is in the target alone"],
  ["alter role owner_a superuser", "Role owner_a: superuser"],
  ["alter role reader inherit", "Role reader: inherits"],
  ["alter role staff createrole", "Role staff: may create roles"],
  ["alter role staff createdb", "Role staff: may create databases"],
  ["alter role staff login", "Role staff: may log in"],
  ["alter role auditor noreplication", "Role auditor: may replicate"],
  ["alter role auditor nobypassrls", "Role auditor: bypasses row security"],
  ["alter role owner_a connection limit 8", "Role owner_a: connection limit"],
  ["alter role owner_a valid until '2031-01-02'", "Role owner_a: valid until"],
  ["alter role reader password null", "Role reader: password differs, and is not shown"],
  ["grant staff to auditor", "Membership of auditor in staff is in the target alone"],
  ["revoke staff from reader", "Membership of reader in staff is missing"],
  ["revoke admin option for staff from owner_a", "Membership of owner_a in staff: with admin option"],
  ["revoke pg_monitor from auditor", "Membership of auditor in pg_monitor is missing"],
  ["alter role reader set work_mem = '4MB'", "Setting work_mem of role reader: value"],
  [
    "alter role reader in database shop reset work_mem",
    "Setting work_mem of role reader in database shop is missing",
  ],
  [
    "alter database shop reset default_statistics_target",
    "Setting default_statistics_target in database shop is missing",
  ],
  ["alter role all set work_mem = '6MB'", "Setting work_mem is in the target alone"],
  [
    "revoke alter system on parameter log_min_duration_statement from staff",
    "Parameter log_min_duration_statement: privileges",
  ],
  ["alter tablespace side owner to staff", "Tablespace side: owner"],
  ["alter tablespace side reset (random_page_cost)", "Tablespace side: options"],
  ["revoke create on tablespace side from staff", "Tablespace side: privileges"],
  ["alter database ledger owner to staff", "Database ledger: owner"],
  ["alter database ledger connection limit 8", "Database ledger: connection limit"],
  ["alter database ledger is_template true", "Database ledger: is a template"],
  ["revoke connect on database shop from staff", "Database shop: privileges"],
  ["grant connect on database postgres to staff", "Database postgres: privileges"],
  ["comment on database shop is 'a shop'", "Comment on database shop: text"],
  ["comment on role owner_a is null", "Comment on role owner_a is missing"],
  [
    "update pg_subscription set subconninfo = 'host=elsewhere'",
    "Subscription copied in database shop: connection differs, and is not shown",
  ],
  [
    "update pg_subscription set subslotname = 'other'",
    "Subscription copied in database shop: replication slot",
  ],
];

/** What no transaction takes back: the change, how its difference has to be named, and what undoes it. */
export const undoneChanges: readonly (readonly [change: string, named: string, undo: string])[] = [
  ["create database extra", "Database extra is in the target alone", "drop database extra"],
  [
    "alter database ledger allow_connections false",
    "Database ledger could not be compared: it takes no connections in the target",
    "alter database ledger allow_connections true",
  ],
  [
    "alter database ledger set tablespace side",
    "Database ledger: tablespace",
    "alter database ledger set tablespace pg_default",
  ],
];
