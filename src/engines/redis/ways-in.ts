import { blocker, type Finding } from "../../core/finding.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import type { Login } from "./login.ts";
import { NotConnected } from "./not-connected.ts";
import { askedPassword, forgetAnswer, knownOf, type AskPassword } from "./passwords.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

export interface Entrance {
  readonly session: Session;
  readonly login: Login;
}

export interface EntranceOptions extends Pick<SessionOptions, "application" | "seconds" | "signal"> {
  readonly ask?: AskPassword | undefined;
}

/**
 * Logs in to a user's server on its own loopback: without a password first, then with the one its command or its
 * configuration file tells, then with one a person types.
 */
export async function enter(
  runtime: RuntimeReader,
  container: Container,
  { ask, ...options }: EntranceOptions = {},
): Promise<Entrance | readonly Finding[]> {
  const { port, password: stored } = await knownOf(runtime, container);
  const attempt = async (way: Login["way"], password?: string): Promise<Entrance> => ({
    session: await openSession(runtime, container.id, { ...options, port, password }),
    login: { port, way },
  });
  const tried: string[] = [];
  try {
    const open = await attempt("open").catch(unlessClosed("without a password", tried));
    if (open !== undefined) return open;
    const known =
      stored && (await attempt(stored.way, stored.password).catch(unlessClosed("with requirepass", tried)));
    if (known !== undefined) return known;
    const asked = await askedPassword(container.name, ask);
    const told =
      asked === undefined
        ? undefined
        : await attempt("person", asked).catch(unlessClosed("with the password you gave", tried));
    // Where a person can be asked again.
    if (told === undefined && ask !== undefined) forgetAnswer(container.name);
    return told ?? [noLogin(container, tried)];
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
    return [unreachable(container, port, error)];
  }
}

/** The same way again, into whatever was made like that container. @throws NotConnected, ServerError */
export async function enterAgain(
  runtime: RuntimeReader,
  container: Container,
  { way }: Login,
  { answeredFor = container.name, ...options }: Omit<EntranceOptions, "ask"> & { answeredFor?: string } = {},
): Promise<Session> {
  const { port, password } = await knownOf(runtime, container);
  const asked = way === "person" ? await askedPassword(answeredFor, undefined) : password?.password;
  return openSession(runtime, container.id, {
    ...options,
    port,
    ...(way === "open" ? {} : { password: asked }),
  });
}

/** Another password may do better where this one did not; nothing else would. */
function unlessClosed(how: string, tried: string[]): (error: unknown) => undefined {
  return (error) => {
    const closed =
      error instanceof NotConnected && ["password-wanted", "wrong-password"].includes(error.reason);
    if (!closed) throw error;
    tried.push(`${how}: ${error.message}`);
    return undefined;
  };
}

function noLogin(container: Container, tried: readonly string[]): Finding {
  return blocker("REDIS-NO-LOGIN", {
    summary: `No way to log in to ${container.name}`,
    detail: tried.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`).join("\n"),
    remedy: "Run dbshift at a terminal, where it asks for the password of the user default.",
  });
}

function unreachable(container: Container, port: number, error: NotConnected): Finding {
  return blocker("REDIS-UNREACHABLE", {
    summary: `The server in ${container.name} does not answer on 127.0.0.1, port ${String(port)}`,
    detail: error.message,
    remedy: `See what it says of itself, and that it listens there without TLS:\n    docker logs --tail 20 ${shellWord(container.name)}`,
  });
}
