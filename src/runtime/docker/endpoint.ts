import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError, messageOf } from "../../core/errors.ts";

/** Where the engine is, and the keys to it. */
export interface Endpoint {
  /** e.g. `unix:///var/run/docker.sock`, `tcp://db1:2376`, `ssh://deploy@db1` */
  readonly host: string;
  /** A directory with ca.pem, cert.pem and key.pem, for tcp over TLS. */
  readonly certificates: string | undefined;
  /** What named it, as a person would look for it; undefined where nothing did. */
  readonly namedBy: string | undefined;
}

export interface EndpointChoice {
  /** `--context`, which beats everything else. */
  readonly context?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const defaultHost = "unix:///var/run/docker.sock";

/**
 * The engine that `docker` itself would talk to: `--context`, else DOCKER_HOST, else DOCKER_CONTEXT, else the current
 * context. docker-modem alone knows nothing of contexts, and would silently ask another daemon.
 * https://docs.docker.com/engine/manage-resources/contexts/
 */
export function endpointOf(choice: EndpointChoice): Endpoint {
  const { environment } = choice;
  const directory = environment["DOCKER_CONFIG"] ?? join(choice.home, ".docker");
  if (choice.context === undefined && environment["DOCKER_HOST"]) return fromEnvironment(choice);
  const [context, namedBy] = contextIn(choice, directory);
  if (!context || context === "default") {
    return choice.context === "default" && environment["DOCKER_HOST"]
      ? fromEnvironment(choice)
      : { host: defaultHost, certificates: undefined, namedBy: undefined };
  }
  return { ...fromContext(directory, context), namedBy: `${namedBy} ${context}` };
}

function contextIn(
  { context, environment }: EndpointChoice,
  directory: string,
): [context: string | undefined, namedBy: string] {
  if (context !== undefined) return [context, "--context"];
  const variable = environment["DOCKER_CONTEXT"];
  return variable === undefined
    ? [currentContext(directory), "docker context use"]
    : [variable, "DOCKER_CONTEXT"];
}

function fromEnvironment({ environment, home }: EndpointChoice): Endpoint {
  const host = environment["DOCKER_HOST"] ?? "";
  const verify = environment["DOCKER_TLS_VERIFY"];
  const certificates = environment["DOCKER_CERT_PATH"] ?? join(home, ".docker");
  return {
    host: withoutPassword(host.includes("://") ? host : `tcp://${host}`),
    certificates: verify ? certificates : undefined,
    namedBy: "DOCKER_HOST",
  };
}

function currentContext(directory: string): string | undefined {
  const path = join(directory, "config.json");
  if (!existsSync(path)) return undefined;
  return textAt(jsonFrom(path), ["currentContext"]);
}

function fromContext(directory: string, context: string): Omit<Endpoint, "namedBy"> {
  // The command-line client stores a context under the hash of its name.
  const hash = createHash("sha256").update(context).digest("hex");
  const path = join(directory, "contexts", "meta", hash, "meta.json");
  if (!existsSync(path)) throw noSuch(context);
  const host = textAt(jsonFrom(path), ["Endpoints", "docker", "Host"]);
  if (!host) throw noSuch(context);
  const certificates = join(directory, "contexts", "tls", hash, "docker");
  return { host: withoutPassword(host), certificates: existsSync(certificates) ? certificates : undefined };
}

/**
 * Docker has no use for one there, and an address is printed and kept in journals. One with a slash in it makes the
 * address unreadable, which is said with the address; a port before a path is no password.
 */
function withoutPassword(host: string): string {
  return host.replace(/^([\w+.-]+:\/\/[^:/@[]*):(?:[^/]*@|(?!\d*\/).*@)/, "$1:***@");
}

function noSuch(context: string): UsageError {
  return new UsageError({ summary: `There is no Docker context "${context}"`, next: ["docker context ls"] });
}

function jsonFrom(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    // The parser's own message quotes the text, and these files hold passwords.
    const reason = error instanceof SyntaxError ? "It is not JSON." : messageOf(error);
    throw new UsageError({ summary: `${path} cannot be read`, detail: [reason] });
  }
}

function textAt(value: unknown, keys: readonly string[]): string | undefined {
  let at = value;
  for (const key of keys) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return typeof at === "string" ? at : undefined;
}
