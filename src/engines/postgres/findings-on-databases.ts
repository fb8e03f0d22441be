import { blocker, info, type Finding } from "../../core/finding.ts";
import type { DatabaseFacts, ServerFacts } from "./facts.ts";
import { psqlCommand } from "./psql-command.ts";
import { quoteIdent } from "./quote.ts";

/** pg_database says so of a database whose removal was interrupted: nobody can connect, only drop it. */
const invalid = -2;

export function findingsOnDatabases({ databases, login }: ServerFacts, container: string): Finding[] {
  const found = databases.flatMap((database): Finding[] => {
    const command = (sql: string): string => psqlCommand(container, { login }, sql);
    return [...nameFindings(database), ...validityFindings(database, command)];
  });
  const byName = new Map(databases.map((database) => [database.name, database]));
  const template = byName.get("template0");
  if (template === undefined) return [...found, missing("template0", "template1", container, login)];
  for (const name of ["postgres", "template1"]) {
    const database = byName.get(name);
    if (database === undefined) found.push(missing(name, "template0", container, login));
    else found.push(...templateFindings(database, template, container, login));
  }
  return [...found, ...closedFindings(databases)];
}

function nameFindings({ name }: DatabaseFacts): Finding[] {
  if (!/[\n\r]/.test(name)) return [];
  return [
    blocker("PG-DATABASE-NAME", {
      summary: `The database ${JSON.stringify(name)} has a line break in its name, which pg_dumpall refuses`,
      remedy: "Rename it with: alter database … rename to …",
    }),
  ];
}

function validityFindings(database: DatabaseFacts, command: (sql: string) => string): Finding[] {
  if (database.connectionLimit !== invalid) return [];
  return [
    blocker("PG-INVALID-DATABASE", {
      summary: `The database "${database.name}" is what an interrupted DROP DATABASE left`,
      detail: "Nobody can connect to it any more, so it cannot be carried over.",
      remedy: `Finish dropping it:\n    ${command(`drop database ${quoteIdent(database.name)}`)}`,
    }),
  ];
}

function missing(name: string, model: string, container: string, login: ServerFacts["login"]): Finding {
  const statement = `create database ${quoteIdent(name)} template ${quoteIdent(model)}`;
  return blocker("PG-DATABASE-MISSING", {
    summary: `The database "${name}", which every new server has, is not there`,
    remedy: `Create it; it may stay empty:\n    ${psqlCommand(container, { login }, statement)}`,
  });
}

/** initdb makes both like template0, and no dump changes that. */
function templateFindings(
  database: DatabaseFacts,
  template: DatabaseFacts,
  container: string,
  login: ServerFacts["login"],
): Finding[] {
  const found: Finding[] = [];
  const { name } = database;
  if (localeOf(database) !== localeOf(template)) {
    found.push(
      blocker("PG-DATABASE-LOCALE", {
        summary: `The database "${name}" has another encoding or locale than the server was initialised with`,
        detail: `${name}: ${localeOf(database)}\ntemplate0: ${localeOf(template)}`,
        remedy: `A new server's "${name}" is always like template0. Move what is in it to a database of its own, and create "${name}" again from template0.`,
      }),
    );
  }
  if (name === "template1" && !database.allowsConnections) {
    const statement = "alter database template1 allow_connections true";
    found.push(
      blocker("PG-TEMPLATE1-CLOSED", {
        summary: "template1 accepts no connections, and what is in it could not be carried over",
        remedy: `Open it for the time of the upgrade:\n    ${psqlCommand(container, { login }, statement)}`,
      }),
    );
  }
  return found;
}

function localeOf({ encoding, collate, ctype, provider, locale, icuRules }: DatabaseFacts): string {
  const more = [locale, icuRules].filter((part) => part !== null);
  return [encoding, `collate ${collate}`, `ctype ${ctype}`, `provider ${provider}`, ...more].join(", ");
}

function closedFindings(databases: readonly DatabaseFacts[]): Finding[] {
  const closed = databases.filter(
    ({ name, allowsConnections }) => !allowsConnections && name !== "template0",
  );
  return closed.map(({ name }) =>
    info("PG-CLOSED-DATABASE", {
      summary: `The database "${name}" accepts no connections, so it was not looked into`,
      detail: "It is carried over: it is opened behind the fence alone, and closed again in the target.",
    }),
  );
}
