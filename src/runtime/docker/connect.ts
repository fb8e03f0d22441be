import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import Dockerode from "dockerode";
import { RuntimeUnreachable, UsageError, messageOf } from "../../core/errors.ts";
import { endpointOf, type Endpoint } from "./endpoint.ts";
import { engineOver, path, type Engine } from "./engine.ts";

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
  const transport = transportTo(endpoint, environment);
  const asking = dockerode({ ...transport, connectionTimeout: 30_000 });
  const unversioned = engineOver({ prompt: asking, patient: asking }, endpoint.host);
  const version = await unversioned.ask({
    method: "GET",
    path: path`/version`,
    doing: "asking for its version",
  });
  const versioned = { ...transport, version: negotiated(version, endpoint.host) };
  const prompt = dockerode({ ...versioned, connectionTimeout: promptly });
  const patient = dockerode({ ...versioned, connectionTimeout: patiently });
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

type Transport = Dockerode.DockerOptions;

/** The types leave out how long to wait until an answer begins. */
function dockerode(options: Transport & { readonly connectionTimeout: number }): Dockerode {
  return new Dockerode(options);
}

// Every field is named: what is left out, dockerode fills from DOCKER_HOST, even where a context was chosen.
const nothing = {
  socketPath: undefined,
  host: undefined,
  port: undefined,
  username: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
} satisfies Transport;

function transportTo(endpoint: Endpoint, environment: ConnectOptions["environment"]): Transport {
  const { host } = endpoint;
  if (host.startsWith("unix://")) {
    return {
      ...nothing,
      protocol: "http",
      socketPath: host.slice("unix://".length) || "/var/run/docker.sock",
    };
  }
  const url = URL.canParse(host) ? new URL(host) : undefined;
  const place = { ...nothing, host: url?.hostname, port: url?.port };
  switch (url?.protocol) {
    case "ssh:": {
      const agent = environment?.["SSH_AUTH_SOCK"];
      return {
        ...place,
        port: url.port || "22",
        protocol: "ssh",
        username: decodeURIComponent(url.username),
        ...(agent !== undefined && { sshOptions: { agent } }),
      };
    }
    case "tcp:":
    case "http:":
    case "https:": {
      const keys = endpoint.certificates === undefined ? {} : keysIn(endpoint.certificates);
      const secure = endpoint.certificates !== undefined || url.protocol === "https:";
      return {
        ...place,
        ...keys,
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

function keysIn(directory: string): Transport {
  try {
    const pem = (name: string) => readFileSync(join(directory, name));
    return { ca: pem("ca.pem"), cert: pem("cert.pem"), key: pem("key.pem") };
  } catch (error) {
    throw new UsageError({
      summary: "The keys to the Docker engine cannot be read",
      detail: [messageOf(error)],
    });
  }
}
