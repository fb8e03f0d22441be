import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { fc } from "../../support/fuzz.ts";
import { closeAlone } from "../../../src/engines/postgres/close-alone.ts";
import { closeDatabases } from "../../../src/engines/postgres/close-databases.ts";
import { psqlCommand } from "../../../src/engines/postgres/psql-command.ts";
import { quoteIdent, quoteLiteral } from "../../../src/engines/postgres/quote.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, removeTest } from "../../support/containers.ts";
import { startServer } from "./compare-fixture/start-server.ts";

const id = "quoting";
const chosen = [
  ...[
    "--help",
    "-c",
    "=",
    "host=127.0.0.9 port=1",
    "postgresql://127.0.0.9/x",
    "service=x",
    "dbname=postgres",
  ],
  ...[
    "it's",
    'a "b" c',
    "back\\slash",
    "\\",
    "'",
    '"',
    "''\\''",
    "$(touch x)",
    "`id`",
    "${IFS}",
    "$1",
    "a;b",
    "*",
  ],
  ...[
    "two\nlines",
    "a;\n\nb",
    "cr\r",
    "tab\t",
    " led",
    "trail ",
    "\u001b[31m",
    "ü\u0308",
    "🐘",
    "\u202egnp.exe",
    "%s%n",
  ],
  ...[
    "x".repeat(63),
    "é".repeat(31),
    "SELECT",
    ":name",
    ":'name'",
    ':"name"',
    "\\connect x",
    "E'\\n'",
    "--",
    "/*",
  ],
];

/** To make one takes a while. */
const databases = [
  "host=127.0.0.9 port=1",
  "--help",
  "two\nlines; '\"",
  "x\\;\n\nalter role postgres nologin;\n\n--",
  "\\'$(touch x)`\"",
  "x".repeat(63),
  "🐘ü\u0308\u001b[31m ",
];

/** Whatever a server keeps as a name: no NUL, and at most 63 bytes of UTF-8, none of them half a character. */
const isName = (name: string): boolean =>
  name !== "" &&
  !name.includes("\0") &&
  name.isWellFormed() &&
  Buffer.byteLength(name) <= 63 &&
  !name.startsWith("pg_");

const names = [
  ...new Set([
    ...chosen,
    ...databases,
    ...fc.sample(fc.string({ unit: "binary", maxLength: 30 }), { numRuns: 100, seed: 1 }),
    ...fc.sample(fc.string({ unit: fc.constantFrom(...Array.from("'\"\\$`;=: \n-a%")), maxLength: 20 }), {
      numRuns: 100,
      seed: 2,
    }),
  ]),
].filter(isName);
/** What a person types as a word cannot end in a line feed: the shell cuts it off. */
const typed = chosen.filter((name) => isName(name) && !name.endsWith("\n"));

let runtime: Runtime;
let server: string;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  server = await startServer(id, "postgres:15");
});
afterAll(() => removeTest(id));

async function inSession<T>(
  work: (session: Session) => Promise<T>,
  role = "postgres",
  database = "postgres",
) {
  const session = await openSession(runtime, server, { role, database, seconds: 60 });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

const name = z.object({ name: z.string() });
const sorted = (all: readonly string[]): string[] => all.toSorted();

test("whatever a role is called, SQL of ours makes it, speaks of it and drops it (I15)", async () => {
  expect(names.length).toBeGreaterThan(200);
  await inSession(async (session) => {
    await session.run(names.map((each) => `create role ${quoteIdent(each)} login`).join(";"));
    await session.run(
      names.map((each) => `comment on role ${quoteIdent(each)} is ${quoteLiteral(each)}`).join(";"),
    );
    const made = await session.rows(
      z.object({ name: z.string(), comment: z.string() }),
      `select rolname as name, shobj_description(oid, 'pg_authid') as comment from pg_roles
        where oid >= 16384 order by 1`,
    );
    expect(sorted(made.map((each) => each.name))).toEqual(sorted(names));
    expect(made.filter((each) => each.comment !== each.name)).toEqual([]);
    const others = names.filter((each) => !typed.includes(each) && !databases.includes(each));
    await session.run(others.map((each) => `drop role ${quoteIdent(each)}`).join(";"));
  });
});

test("whatever a database is called, it is the one that a session is in (I15)", async () => {
  await inSession(async (session) => {
    for (const each of databases) await session.run(`create database ${quoteIdent(each)}`);
  });
  const current = "select current_database() as name";
  for (const each of databases) {
    expect((await inSession((session) => session.row(name, current), each, each)).name).toBe(each);
  }
});

test("whatever a command to type has to name, a shell and psql take it as it was (I15)", async () => {
  const logins = typed.map((role, place) => ({ role, database: databases[place % databases.length] ?? "" }));
  const ask = "select encode(convert_to(current_database() || '/' || current_user || '/' || ";
  const commands = logins.map((login) =>
    psqlCommand(server, { login } as never, `${ask}${quoteLiteral(login.role)}, 'UTF8'), 'hex')`).replace(
      " psql ",
      " psql -X -At ",
    ),
  );
  // The shell is inside the container already.
  const inside = 'docker() { shift 4; "$@"; }\nexport LC_ALL=C.UTF-8\n';
  const printed = await docker(["exec", "-i", "-u", "postgres", server, "bash"], {
    input: `${inside}${commands.join("\n")}\n`,
  });
  const read = printed.split("\n").map((hex) => Buffer.from(hex, "hex").toString());
  expect(read).toEqual(logins.map(({ role, database }) => `${database}/${role}/${role}`));
});

test("whatever a database is called, psql closes it and no other where a copy is filled (I15)", async () => {
  const { script, sql } = closeDatabases({
    databases: databases.map((each) => ({ name: each, allowsConnections: false })),
  } as never);
  const words = ["bash", "-c", script, "restore", "1", "2", "3", "4", "5", sql];
  await docker(["exec", "-u", "postgres", server, ...words]);
  const closed = await inSession((session) =>
    session.rows(
      name,
      "select datname as name from pg_database where not datallowconn and datname <> 'template0'",
    ),
  );
  expect(sorted(closed.map((each) => each.name))).toEqual(sorted(databases));
});

/** A second cluster beside the server's own, in which a server runs only while it is asked something. */
const beside = `
set -euo pipefail
data="$1"
statements="$2"
script="$3"
shift 3
serving() { pg_ctl -s -w -D "$data" -o "-p 5433 -k /tmp -c fsync=off -c listen_addresses=" -l /tmp/log start; "$@"; pg_ctl -s -w -D "$data" stop; }
ask() { psql -X -At -h /tmp -p 5433 -U postgres --set ON_ERROR_STOP=1 postgres; }
initdb -N -U postgres -A trust -E UTF8 --locale C.UTF-8 -D "$data" >/tmp/log
serving ask <<<"$statements" >/dev/null
bash -c "$script" close "$data" "$@"
serving ask <<<"select encode(convert_to(datname, 'UTF8'), 'hex') from pg_database
  where not datallowconn and datname <> 'template0'; select rolcanlogin from pg_roles where rolname = 'postgres'"
`;

test("whatever a database is called, it and no other is closed on the volume of a source without a server (I7, I15)", async () => {
  const created = [...databases, "open"].map((each) => `create database ${quoteIdent(each)};`).join("\n");
  const { script, statements } = closeAlone(databases);
  const words = ["bash", "-c", beside, "beside", "/tmp/alone", created, script, ...statements];
  const printed = await docker(["exec", "-u", "postgres", "-e", "LC_ALL=C.UTF-8", server, ...words]);
  const said = printed.split("\n");
  expect(said.pop()).toBe("t");
  expect(sorted(said.map((hex) => Buffer.from(hex, "hex").toString()))).toEqual(sorted(databases));
});
