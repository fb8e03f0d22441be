import { createHash } from "node:crypto";
import { carriedKey, statementKey, type Answer, type Answers } from "./answers.ts";
import { kindsOf, type Kind } from "./kinds-of.ts";
import { dataVolumeOf, servedCluster } from "./cluster-of.ts";
import type { Host } from "./host.ts";
import { rulesFileOf } from "./server-program.ts";
import type { Cluster, SimulatedContainer } from "./world.ts";

/** What a server says instead of an answer. */
export class ServerError extends Error {
  readonly sqlstate: string;

  constructor(sqlstate: string, message: string) {
    super(message);
    this.sqlstate = sqlstate;
  }
}

export interface Asked {
  readonly host: Host;
  readonly container: SimulatedContainer;
  readonly database: string;
  readonly session: string;
}

/** The ledger of the recorded shop: two rows, and what its sequence says. */
const recordedLedger = "2 -14078459737472150561/9907949343936829597";

/** Answers as a server of the recording would, but for what depends on what has happened to this one. */
export function answerFrom(
  { answers, statements, identities }: Answers,
  { host, container, database, session }: Asked,
  sql: string,
  parameters: readonly (string | null)[],
): Answer {
  const cluster = servedCluster(host, container);
  if (cluster === undefined) throw new ServerError("57P01", "terminating connection");
  const kinds = kindsOf(sql);
  if (kinds.has("file")) {
    return fileAnswer(host, container, parameters[0] ?? "");
  }
  if (kinds.has("witness")) {
    return host.simulation.meet("look", "read the witness", () =>
      oneRow("xmax", String(cluster.nextTransaction)),
    );
  }
  if (kinds.has("lock")) return oneRow("lock", `1 ${container.startedAt}`);
  if (kinds.has("loaded")) return oneRow("at", String(container.server?.loadedAt));
  if (kinds.has("terminate")) return endOthers(host, container, session, parameters[0] ?? "");
  // Which of its rows a table differs in is not told: none of them has a key here.
  if (kinds.has("keys")) return { ...oneRow("row", ""), rows: [] };
  const done = change(host, container, cluster, sql);
  const known = statements[cluster.major]?.[database];
  const key = statementKey(sql, parameters);
  const carried = cluster.major === "15" ? undefined : known?.[carriedKey(key)];
  const place = carried !== undefined && isCarried(host, container) ? carried : known?.[key];
  const answer = place === undefined ? undefined : answers[place];
  if (done !== undefined) return answer ?? done;
  if (answer === undefined) {
    host.world.violations.push(
      `model: nobody recorded what ${cluster.major} says in ${database}; npm run faults -- --record asks it: ${sql.slice(0, 200)}`,
    );
    throw new ServerError("XX000", "the simulation has no answer");
  }
  return ofNow(answer, cluster, kinds, identities[cluster.major] ?? "");
}

/** What they were at is over at once, and they are told of once more. */
function endOthers(
  host: Host,
  { server, name }: SimulatedContainer,
  own: string,
  application: string,
): Answer {
  const others = server?.sessions.filter((each) => each.startsWith(`${application} `) && each !== own) ?? [];
  if (server !== undefined && others.length > 0) {
    host.simulation.meet("sql", `end sessions in ${name}`, () => {
      server.sessions = server.sessions.filter((each) => !others.includes(each));
    });
  }
  return {
    columns: [
      ["pid", 23],
      ["told", 16],
    ],
    rows: others.map((_, place) => [String(place + 100), "t"]),
    tags: [`SELECT ${String(others.length)}`],
  };
}

const oneRow = (name: string, value: string): Answer => ({
  columns: [[name, 25]],
  rows: [[value]],
  tags: ["SELECT 1"],
});

function fileAnswer(host: Host, container: SimulatedContainer, path: string): Answer {
  const text = host.read(container, path);
  if (text === undefined) throw new ServerError("58P01", `could not open file "${path}"`);
  return oneRow("base64", Buffer.from(text).toString("base64"));
}

function isCarried(host: Host, container: SimulatedContainer): boolean {
  return (dataVolumeOf(host, container)?.files["postgresql.auto.conf"] ?? "") !== "";
}

/** What a statement changes; undefined where it changes nothing. */
function change(
  host: Host,
  container: SimulatedContainer,
  cluster: Cluster,
  sql: string,
): Answer | undefined {
  const flag = /^alter database "(\w+)" allow_connections (true|false)$/.exec(sql);
  const [, name = "", value] = flag ?? [];
  if (flag !== null) {
    return host.simulation.meet("sql", sql, () => {
      cluster.databases[name] = value === "true";
      cluster.nextTransaction += 1;
      return { tags: ["ALTER DATABASE"] };
    });
  }
  if (sql === "select pg_reload_conf()") {
    return host.simulation.meet("sql", sql, () => {
      const { server } = container;
      if (server !== undefined) {
        server.rules = host.read(container, rulesFileOf(container)) ?? server.rules;
        server.loadedAt = Math.max(host.world.now, server.loadedAt + 1);
      }
      return oneRow("pg_reload_conf", "t");
    });
  }
  if (!kindsOf(sql).has("change")) return undefined;
  return host.simulation.meet("sql", sql.slice(0, 60), () => {
    if (!sql.startsWith("checkpoint")) cluster.nextTransaction += 1;
    return { tags: [sql.trim().split(" ")[0]?.toUpperCase() ?? ""] };
  });
}

/** The recorded answer, with what is otherwise now put in its place. */
function ofNow(answer: Answer, cluster: Cluster, kinds: ReadonlySet<Kind>, identity: string): Answer {
  if (!cluster.whole && kinds.has("catalog")) return { ...answer, rows: [] };
  if (kinds.has("open")) {
    return changed(answer, (row) => [row[0] ?? "", isOpen(cluster, row) ? "t" : "f"]);
  }
  if (kinds.has("control")) return replaced(answer, identity, cluster.identity);
  if (kinds.has("sequence")) {
    return replaced(answer, '"2"', `"${String(cluster.rows.length + 2)}"`);
  }
  if (kinds.has("ledger")) return replaced(answer, recordedLedger, sumsOf(cluster.rows));
  return answer;
}

function isOpen({ databases }: Cluster, [name, recorded]: readonly (string | null)[]): boolean {
  return databases[name ?? ""] ?? recorded === "t";
}

function sumsOf(rows: readonly number[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(rows.toSorted((a, b) => a - b)))
    .digest();
  return `${String(rows.length + 2)} ${String(digest.readBigInt64BE(0))}/${String(digest.readBigInt64BE(8))}`;
}

function replaced(answer: Answer, before: string, now: string): Answer {
  return changed(answer, (row) => row.map((text) => text?.replaceAll(before, now) ?? null));
}

function changed(answer: Answer, how: (row: readonly (string | null)[]) => (string | null)[]): Answer {
  return { ...answer, rows: (answer.rows ?? []).map(how) };
}
