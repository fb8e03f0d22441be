import { messageOf } from "../../core/errors.ts";
import { blocker, type Finding } from "../../core/finding.ts";
import type { SourceFacts } from "../../ports/engine.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import type { RedisFacts } from "./facts.ts";
import { identityOf } from "./identity.ts";
import { lookAtServer } from "./look-at-server.ts";
import { NotConnected } from "./not-connected.ts";
import { ServerError } from "./server-error.ts";
import { sizeOfDirectory } from "./size-of-directory.ts";
import { majorOfServer } from "./version.ts";
import { enter, type EntranceOptions } from "./ways-in.ts";

/** Logs in and asks everything a plan needs; findings where that cannot be had. */
export async function look(
  runtime: RuntimeReader,
  container: Container,
  options: EntranceOptions = {},
): Promise<SourceFacts | readonly Finding[]> {
  const entrance = await enter(runtime, container, options);
  if (!("session" in entrance)) return entrance;
  try {
    const facts = await lookAtServer(entrance.session, entrance.login);
    const { directory } = facts.files;
    return {
      version: facts.version,
      major: majorOfServer(facts) ?? facts.version,
      identity: await identityOf(runtime, container.id, directory),
      sizeBytes: await sizeOfDirectory(runtime, container.id, directory),
      dataDirectory: directory,
      facts,
      summary: summaryOf(facts),
    };
  } catch (error) {
    if (!(error instanceof NotConnected) && !(error instanceof ServerError)) throw error;
    const command = error instanceof ServerError ? ` (${error.command})` : "";
    return [
      blocker("REDIS-NOT-ASKED", {
        summary: `The server in ${container.name} did not answer what has to be known`,
        detail: `${messageOf(error)}${command}`,
        remedy:
          "What is not known is not upgraded. The user default has to be allowed everything, under its own name.",
      }),
    ];
  } finally {
    await entrance.session.end();
  }
}

function summaryOf({ databases, functionLibraries, users }: RedisFacts): string {
  const keys = databases.reduce((all, database) => all + database.keys, 0);
  const parts = [
    [databases.length, "database", "databases"],
    [keys, "key", "keys"],
    [functionLibraries.length, "function library", "function libraries"],
    [users.length, "user", "users"],
  ] as const;
  return parts.map(([number, one, many]) => `${String(number)} ${number === 1 ? one : many}`).join(", ");
}
