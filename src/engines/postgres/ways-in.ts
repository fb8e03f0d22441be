import { z } from "zod";
import { blocker, type Finding } from "../../core/finding.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import { portOf } from "./arguments.ts";
import type { Login } from "./login.ts";
import { NotConnected, type Reason } from "./not-connected.ts";
import {
  askedPassword,
  findStoredPassword,
  forgetAnswer,
  type AskPassword,
  type Password,
} from "./passwords.ts";
import { openBriefly } from "./brief-session.ts";
import type { Session, SessionOptions } from "./session.ts";

/** A session as a superuser, and how it came about. */
export interface Entrance {
  readonly session: Session;
  readonly login: Login;
}

export interface EntranceOptions extends Pick<
  SessionOptions,
  "application" | "seconds" | "statementSeconds"
> {
  readonly ask?: AskPassword | undefined;
}

/** One refused login, for the message to people. */
interface Refusal {
  readonly role: string;
  readonly way: Login["way"];
  readonly reason: Reason | "not-superuser";
}

/** These mean the same for every role and password: trying on is of no use. */
const hopeless: ReadonlySet<Reason> = new Set<Reason>([
  "unreachable",
  "timeout",
  "starting",
  "full",
  "other",
]);

/** By container id: what worked last. */
const known = new WeakMap<RuntimeReader, Map<string, Login>>();

const superuser = z.object({ superuser: z.boolean() });

/**
 * Logs in to a user's server as a superuser, on its own loopback: as it worked last, without a password, then with the
 * one in the container's environment or secret file, then with one a person types.
 */
export async function enter(
  runtime: RuntimeReader,
  container: Container,
  options: EntranceOptions = {},
): Promise<Entrance | readonly Finding[]> {
  const refusals: Refusal[] = [];
  try {
    const open =
      (await tryAsBefore(runtime, container, options)) ??
      (await tryAll(runtime, container, options, refusals));
    if (open === undefined) return [notAdmitted(container, refusals)];
    const logins = known.get(runtime) ?? new Map<string, Login>();
    known.set(runtime, logins.set(container.id, open.login));
    return open;
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
    return [notConnected(container, error)];
  }
}

/** The same way again, to any database. @throws NotConnected */
export async function enterAgain(
  runtime: RuntimeReader,
  container: Container,
  login: Login,
  options: Omit<EntranceOptions, "ask"> & { readonly database?: string; readonly signal?: AbortSignal } = {},
): Promise<Session> {
  const found = await passwordFor(runtime, container, login);
  return openBriefly(runtime, container.id, {
    ...options,
    role: login.role,
    port: login.port,
    database: options.database ?? login.database,
    password: found?.password,
  });
}

function passwordFor(
  runtime: RuntimeReader,
  container: Container,
  login: Login,
): Promise<Password | undefined> {
  switch (login.way) {
    case "trust":
      return Promise.resolve(undefined);
    case "environment":
    case "file":
      return findStoredPassword(runtime, container);
    case "person":
      return askedPassword(container.name, login.role, undefined);
  }
}

async function tryAsBefore(
  runtime: RuntimeReader,
  container: Container,
  { ask: _, ...options }: EntranceOptions,
): Promise<Entrance | undefined> {
  const login = known.get(runtime)?.get(container.id);
  if (login === undefined) return undefined;
  try {
    const session = await enterAgain(runtime, container, login, options);
    if (await isSuperuser(session)) return { session, login };
    await session.end();
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
  }
  return undefined;
}

async function tryAll(
  runtime: RuntimeReader,
  container: Container,
  options: EntranceOptions,
  refusals: Refusal[],
): Promise<Entrance | undefined> {
  const roles = distinct([container.environment.get("POSTGRES_USER"), "postgres"]);
  const attempt = async (role: string, password: Password | undefined): Promise<Entrance | undefined> => {
    const got = await tryDatabases(runtime, container, options, { role, password });
    if (!("way" in got)) return got;
    refusals.push(got);
    return undefined;
  };
  for (const role of roles) {
    const open = await attempt(role, undefined);
    if (open !== undefined) return open;
  }
  const stored = await findStoredPassword(runtime, container);
  for (const role of stored === undefined ? [] : roles) {
    const open = await attempt(role, stored);
    if (open !== undefined) return open;
  }
  const role = roles[0] ?? "postgres";
  const asked = await askedPassword(container.name, role, options.ask);
  const open = asked === undefined ? undefined : await attempt(role, asked);
  // Where a person can be asked again.
  if (open === undefined && options.ask !== undefined) forgetAnswer(container.name, role);
  return open;
}

async function tryDatabases(
  runtime: RuntimeReader,
  container: Container,
  { ask: _, ...options }: EntranceOptions,
  { role, password }: { role: string; password: Password | undefined },
): Promise<Entrance | Refusal> {
  const way = password?.way ?? "trust";
  const port = portOf(container);
  let last: Reason = "no-database";
  for (const database of distinct(["postgres", container.environment.get("POSTGRES_DB"), "template1"])) {
    try {
      const given = { ...options, role, database, port, password: password?.password };
      const session = await openBriefly(runtime, container.id, given);
      if (await isSuperuser(session)) return { session, login: { role, database, port, way } };
      await session.end();
      return { role, way, reason: "not-superuser" };
    } catch (error) {
      const refused = NotConnected.because(error);
      if (hopeless.has(refused.reason)) throw refused;
      last = refused.reason;
      // Another database changes nothing about a password.
      if (last === "wrong-password" || last === "password-wanted") break;
    }
  }
  return { role, way, reason: last };
}

async function isSuperuser(session: Session): Promise<boolean> {
  const own = "select rolsuper as superuser from pg_catalog.pg_roles where rolname = current_user";
  return (await session.row(superuser, own)).superuser;
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined && name !== ""))] as string[];
}

const said: Readonly<Record<Refusal["reason"], string>> = {
  unreachable: "nothing answers",
  timeout: "no answer in time",
  starting: "still starting",
  full: "no connection slot is left",
  "password-wanted": "a password is wanted",
  "wrong-password": "the password is wrong, or there is no such role",
  "not-admitted": "pg_hba.conf does not admit it, or there is no such role",
  "no-database": "the database does not exist or accepts no connections",
  "not-superuser": "logged in, but the role is not a superuser",
  other: "refused",
};

const ways: Readonly<Record<Login["way"], string>> = {
  trust: "without a password",
  environment: "with POSTGRES_PASSWORD",
  file: "with the password in POSTGRES_PASSWORD_FILE",
  person: "with the password you gave",
};

function notAdmitted(container: Container, refusals: readonly Refusal[]): Finding {
  return blocker("PG-NO-LOGIN", {
    summary: `No way to log in to ${container.name} as a superuser`,
    detail: refusals.map(({ role, way, reason }) => `As "${role}" ${ways[way]}: ${said[reason]}.`).join("\n"),
    remedy: [
      "Run dbshift at a terminal, where it asks for the password of the superuser.",
      "Or let the container's own loopback in, by this line above the others in pg_hba.conf, followed by a reload:",
      "    host all all 127.0.0.1/32 trust",
      `    docker exec -u postgres ${container.name} psql -c 'select pg_reload_conf()'`,
    ].join("\n"),
  });
}

function notConnected(container: Container, error: NotConnected): Finding {
  if (error.reason === "starting") {
    return blocker("PG-NOT-READY", {
      summary: `The server in ${container.name} is starting, stopping or recovering`,
      detail: error.message,
      remedy: `Wait until it accepts connections:\n    docker exec ${container.name} pg_isready -h 127.0.0.1`,
    });
  }
  return blocker("PG-UNREACHABLE", {
    summary: `The server in ${container.name} does not let us connect on 127.0.0.1, port ${String(portOf(container))}`,
    detail: `${said[error.reason]}${error.sqlstate === undefined ? "" : ` (${error.sqlstate})`}: ${error.message}`,
    remedy: `See what it says of itself, that listen_addresses includes localhost, and that no setting but an argument of its command names another port:\n    docker logs --tail 20 ${container.name}`,
  });
}
