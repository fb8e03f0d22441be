import { z } from "zod";
import { messageOf } from "../../core/errors.ts";
import { blocker, type Finding } from "../../core/finding.ts";
import type { Serving, SourceFacts } from "../../ports/engine.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import { postgresFacts, type PostgresFacts } from "./facts.ts";
import { isVisited, lookAtDatabases } from "./look-at-databases.ts";
import { lookAtServer } from "./look-at-server.ts";
import { NotConnected, sqlstateOf } from "./not-connected.ts";
import { enter, enterAgain, type Entrance, type EntranceOptions } from "./ways-in.ts";

const statementSeconds = 60;

/** Logs in and asks everything a plan needs; findings where that cannot be had. */
export async function look(
  runtime: RuntimeReader,
  container: Container,
  options: EntranceOptions = {},
): Promise<SourceFacts | readonly Finding[]> {
  const entrance = await enter(runtime, container, { statementSeconds, ...options });
  if (!("session" in entrance)) return entrance;
  try {
    const facts = await factsThrough(runtime, container, entrance);
    return {
      version: facts.version,
      major: facts.major,
      identity: facts.systemIdentifier,
      sizeBytes: facts.sizeBytes,
      dataDirectory: facts.dataDirectory,
      facts,
      summary: summaryOf(facts),
    };
  } catch (error) {
    const sqlstate = sqlstateOf(error);
    if (sqlstate === undefined && !(error instanceof NotConnected)) throw error;
    return [
      blocker("PG-NOT-ASKED", {
        summary: `The server in ${container.name} could not answer what has to be known`,
        detail: `${messageOf(error)}${sqlstate === undefined ? "" : ` (${sqlstate})`}`,
        remedy: "What is not known is not upgraded. Mend what the message names, and plan again.",
      }),
    ];
  } finally {
    await entrance.session.end();
  }
}

async function factsThrough(
  runtime: RuntimeReader,
  container: Container,
  { session, login }: Entrance,
): Promise<PostgresFacts> {
  const server = await lookAtServer(session, container, login);
  const contents = await lookAtDatabases(server.databases, (database) =>
    enterAgain(runtime, container, login, { database, statementSeconds }),
  );
  return postgresFacts.parse({
    ...server,
    contents,
    notVisited: server.databases.filter((database) => !isVisited(database)).map(({ name }) => name),
    sizeBytes: server.databases.reduce((sum, database) => sum + database.sizeBytes, 0),
  } satisfies PostgresFacts);
}

function summaryOf(facts: PostgresFacts): string {
  const own = facts.databases.filter(({ name }) => name !== "template0" && name !== "template1").length;
  const tables = facts.contents.reduce((sum, database) => sum + database.tables, 0);
  return [counted(own, "database"), counted(tables, "table"), counted(facts.roles, "role")].join(", ");
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a serving server says of itself; undefined where nobody can log in now. */
export async function observe(
  runtime: RuntimeReader,
  containerId: string,
  options: EntranceOptions = {},
): Promise<Serving | undefined> {
  const container = await runtime.findContainer(containerId);
  if (container?.state !== "running") return undefined;
  const entrance = await enter(runtime, container, { seconds: 5, statementSeconds: 5, ...options });
  if (!("session" in entrance)) return undefined;
  try {
    return await entrance.session.row(
      z.object({ version: z.string(), identity: z.string() }),
      `select split_part(current_setting('server_version'), ' ', 1) as version,
              (select system_identifier::text from pg_control_system()) as identity`,
    );
  } finally {
    await entrance.session.end();
  }
}
