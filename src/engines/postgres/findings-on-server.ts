import { blocker, info, type Finding } from "../../core/finding.ts";
import type { ServerFacts } from "./facts.ts";
import { psqlCommand } from "./psql-command.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";

/** What the server does beside serving, and no dump carries. */
export function findingsOnServer(facts: ServerFacts, container: string): Finding[] {
  if (facts.replication.inRecovery) return [standby(container)];
  return [
    ...preparedTransactions(facts, container),
    ...tablespaces(facts),
    ...replication(facts, container),
    ...roles(facts, container),
    ...archiving(facts),
  ];
}

function standby(container: string): Finding {
  return blocker("PG-STANDBY", {
    summary: `"${container}" is a standby, or is being restored`,
    detail: "It gets its data from another server, which is the one to upgrade.",
    remedy: "Upgrade the primary, and make the standby anew from it.",
  });
}

function preparedTransactions(facts: ServerFacts, container: string): Finding[] {
  if (facts.preparedTransactions.length === 0) return [];
  const gids = facts.preparedTransactions.map(({ gid, database }) => `"${gid}" in database "${database}"`);
  const [first] = facts.preparedTransactions;
  return [
    blocker("PG-PREPARED", {
      summary: `${counted(gids, "prepared transaction")} would be lost`,
      detail: gids.join("\n"),
      remedy: [
        "Commit or roll back each one, connected to its database:",
        `    ${psqlCommand(
          container,
          { login: { ...facts.login, database: first?.database ?? facts.login.database } },
          `commit prepared ${quoteLiteral(first?.gid ?? "")}`,
        )}`,
      ].join("\n"),
    }),
  ];
}

function tablespaces(facts: ServerFacts): Finding[] {
  if (facts.tablespaces.length === 0) return [];
  return [
    blocker("PG-TABLESPACES", {
      summary: `${counted(facts.tablespaces, "tablespace")} of its own`,
      detail: facts.tablespaces.map(({ name, location }) => `"${name}" at ${location}`).join("\n"),
      remedy: [
        "This version upgrades servers that keep everything in their data directory.",
        "Move what is in them, and drop them:",
        ...facts.tablespaces.map(
          ({ name }) =>
            `    alter table all in tablespace ${quoteIdent(name)} set tablespace pg_default; drop tablespace ${quoteIdent(name)};`,
        ),
      ].join("\n"),
    }),
  ];
}

function replication(
  { replication: { senders, slots, subscriptions, origins }, login }: ServerFacts,
  container: string,
): Finding[] {
  const found: Finding[] = [];
  if (senders.length > 0) {
    found.push(
      blocker("PG-SENDERS", {
        summary: `${counted(senders, "replica or backup")} ${senders.length === 1 ? "is" : "are"} connected`,
        detail: senders.map(({ application, state }) => `"${application}", ${state}`).join("\n"),
        remedy: "Stop them first. They cannot follow an upgrade: make them anew from the upgraded server.",
      }),
    );
  }
  if (slots.length > 0) {
    found.push(
      blocker("PG-SLOTS", {
        summary: `${counted(slots, "replication slot")} would be lost`,
        detail: slots
          .map(({ name, type, active }) => `${name} (${type}, ${active ? "in use" : "not in use"})`)
          .join("\n"),
        remedy: [
          "Drop each one whose reader you have stopped, and make it again afterwards:",
          ...slots.map(
            ({ name }) =>
              `    ${psqlCommand(container, { login }, `select pg_drop_replication_slot(${quoteLiteral(name)})`)}`,
          ),
        ].join("\n"),
      }),
    );
  }
  if (origins.length > 0) {
    found.push(
      blocker("PG-ORIGINS", {
        summary: `${counted(origins, "replication origin")} would be lost`,
        detail: origins.join("\n"),
        remedy:
          "Note how far each has got (pg_replication_origin_progress), drop it, and make it again afterwards.",
      }),
    );
  }
  if (subscriptions.length > 0) {
    found.push(
      blocker("PG-SUBSCRIPTIONS", {
        summary: `${counted(subscriptions, "subscription")} would not go on where ${subscriptions.length === 1 ? "it" : "they"} stopped`,
        detail: subscriptions.map(({ name, database }) => `"${name}" in database "${database}"`).join("\n"),
        remedy: [
          "Drop each one in its database, and create it again afterwards:",
          ...subscriptions.map(
            ({ name, database }) =>
              `    ${psqlCommand(container, { login: { ...login, database } }, `drop subscription ${quoteIdent(name)}`)}`,
          ),
        ].join("\n"),
      }),
    );
  }
  return found;
}

function roles(
  { bootstrapRole, undumpableRoles, md5Roles, login }: ServerFacts,
  container: string,
): Finding[] {
  const found: Finding[] = [];
  if (!bootstrapRole.canLogin || !bootstrapRole.isSuperuser) {
    const statement = `alter role ${quoteIdent(bootstrapRole.name)} login superuser`;
    found.push(
      blocker("PG-BOOTSTRAP-ROLE", {
        summary: `The role "${bootstrapRole.name}" cannot log in as a superuser`,
        detail:
          "It is the one the server was initialised with, and the only one that may do all of an upgrade.",
        remedy: `Let it, at least for the time of the upgrade:\n    ${psqlCommand(container, { login }, statement)}`,
      }),
    );
  }
  if (undumpableRoles.length > 0) {
    found.push(
      blocker("PG-ROLE-NAME", {
        summary: `${counted(undumpableRoles, "role")} with a line break in the name, which pg_dumpall refuses`,
        detail: undumpableRoles.map((name) => JSON.stringify(name)).join("\n"),
        remedy: "Rename with: alter role … rename to …",
      }),
    );
  }
  if (md5Roles.length > 0) {
    found.push(
      info("PG-MD5", {
        summary: `${counted(md5Roles, "role")} with an md5 password`,
        detail: `${md5Roles.join(", ")}. They log in as before; PostgreSQL 18 warns that md5 is going away.`,
        remedy: "Set those passwords again when it suits you: they become scram-sha-256.",
      }),
    );
  }
  return found;
}

function archiving({ archiveMode }: ServerFacts): Finding[] {
  if (archiveMode === "off") return [];
  return [
    info("PG-ARCHIVE", {
      summary: "The server archives its WAL, and an archive does not reach across majors",
      remedy: "Take a new base backup after the upgrade, to a place of its own.",
    }),
  ];
}

function counted(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}
