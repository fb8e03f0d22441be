import { readFileSync } from "node:fs";
import type { Agent } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import Modem from "docker-modem";
import { RuntimeUnreachable, UsageError, messageOf } from "../../core/errors.ts";
import { endpointOf, type Endpoint } from "./endpoint.ts";
import { engineOver, path, type Engine } from "./engine.ts";
import { sshCommand } from "./ssh-command.ts";

export interface ConnectOptions {
  /** A context's name, as given by `--context`. */
  readonly context?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
}

/** What dbshift knows how to read and write; a newer engine is asked to speak this. */
const oldest = 41;
const newest = 47;

/**
 * How long the engine may take until it begins to answer, in milliseconds. Every stream begins at once and
 * then takes as long as it needs.
 */
const promptly = 120_000;
const patiently = 30 * 60_000;

export async function connect(options: ConnectOptions = {}): Promise<Engine> {
  const environment = options.environment ?? process.env;
  const endpoint = endpointOf({ ...options, environment, home: options.home ?? homedir() });
  const transport = await transportTo(endpoint);
  const asking = modem({ ...transport, connectionTimeout: 30_000 });
  const unversioned = engineOver({ prompt: asking, patient: asking }, endpoint.host);
  const version = await unversioned.ask({
    method: "GET",
    path: path`/version`,
    doing: "asking for its version",
  });
  const versioned = { ...transport, version: negotiated(version, endpoint.host) };
  const prompt = modem({ ...versioned, connectionTimeout: promptly });
  const patient = modem({ ...versioned, connectionTimeout: patiently });
  return engineOver({ prompt, patient }, endpoint.host);
}

/** The version both sides speak. Without one the engine answers in its own newest, whose fields nobody here knows. */
function negotiated(answer: unknown, host: string): string {
  const { ApiVersion: api = "", MinAPIVersion: minimum = "" } = (answer ?? {}) as Record<string, string>;
  const offered = minorOf(api);
  const least = minorOf(minimum) ?? 0;
  if (offered === undefined || offered < oldest || least > newest) {
    throw new RuntimeUnreachable({
      summary: `The Docker engine at ${host} speaks no API version that dbshift knows`,
      detail: [
        `It offers ${minimum || "?"} to ${api || "?"}; dbshift needs one between 1.${oldest} and 1.${newest}.`,
      ],
    });
  }
  return `v1.${Math.min(offered, newest)}`;
}

function minorOf(version: string): number | undefined {
  const match = /^1\.(\d+)$/.exec(version);
  return match ? Number(match[1]) : undefined;
}

/** The types leave these out. */
interface Transport extends Modem.ConstructorOptions {
  readonly agent?: Agent;
}

/**
 * The types do not know how long to wait until an answer begins, either. The client reads DOCKER_HOST and every key in
 * DOCKER_CERT_PATH for itself, whatever it is told, and ends where one is missing: so that variable is not there meanwhile.
 */
function modem(options: Transport & { readonly connectionTimeout: number }): Modem {
  const { DOCKER_HOST: host } = process.env;
  delete process.env["DOCKER_HOST"];
  try {
    return new Modem(options);
  } finally {
    if (host !== undefined) process.env["DOCKER_HOST"] = host;
  }
}

// What is left out the client fills by itself.
const nothing = {
  socketPath: undefined,
  host: undefined,
  port: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
} satisfies Transport;

async function transportTo({ host, certificates }: Endpoint): Promise<Transport> {
  if (host.startsWith("unix://")) {
    return {
      ...nothing,
      protocol: "http",
      socketPath: host.slice("unix://".length) || "/var/run/docker.sock",
    };
  }
  const url = URL.canParse(host) ? new URL(host) : undefined;
  switch (url?.protocol) {
    case "ssh:":
      return { ...nothing, ...(await transportOverSsh(url)) };
    case "tcp:":
    case "http:":
    case "https:": {
      const secure = certificates !== undefined || url.protocol === "https:";
      return {
        ...nothing,
        ...(certificates !== undefined && keysIn(certificates)),
        host: url.hostname,
        port: url.port || (secure ? "2376" : "2375"),
        protocol: secure ? "https" : "http",
      };
    }
    default:
      throw new UsageError({
        summary: `dbshift does not know how to reach a Docker engine at "${host}"`,
        detail: ["It knows unix:///path, tcp://host:port and ssh://user@host."],
      });
  }
}

async function transportOverSsh(url: URL): Promise<Transport> {
  // Loaded only here: most engines are on this machine, and every module weighs on every run.
  const { SshAgent } = await import("./ssh-agent.ts");
  // The name goes into the Host header alone; what is reached is at the other end of the agent's connections.
  return { protocol: "http", host: "docker", port: "80", agent: new SshAgent(sshCommand(url)) };
}

/** A part that is not there is not used, as Docker's client does: some engines ask nobody for a key. */
function keysIn(directory: string): Transport {
  const pem = (name: string): Buffer | undefined => {
    try {
      return readFileSync(join(directory, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new UsageError({
        summary: "The keys to the Docker engine cannot be read",
        detail: [messageOf(error)],
      });
    }
  };
  return { ca: pem("ca.pem"), cert: pem("cert.pem"), key: pem("key.pem") };
}
