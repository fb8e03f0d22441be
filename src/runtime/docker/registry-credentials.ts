import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly serveraddress: string;
}

const text = z.string().optional().catch(undefined);
const entry = z.object({ auth: text, identitytoken: text }).optional().catch(undefined);

/** What in it is no such thing counts as not there: the registry then says what it misses. */
const dockerConfig = z.object({
  auths: z.record(z.string(), entry).catch({}),
  credsStore: text,
  credHelpers: z.record(z.string(), text).catch({}),
});
type DockerConfig = z.infer<typeof dockerConfig>;

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/**
 * What `docker login` stored for the image's registry: the engine asks the registry with what the client sends along,
 * and docker-modem sends nothing by itself. https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export async function registryCredentials(
  reference: string,
  directory = process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker"),
): Promise<Credentials | undefined> {
  const registry = registryOf(reference);
  const config = configIn(directory);
  const helper = config.credHelpers[registry] ?? config.credsStore;
  return helper ? fromHelper(helper, registry) : fromConfig(config, registry);
}

const dockerHub = "https://index.docker.io/v1/";

/** The first part of a reference is a host only where it looks like one; anything else is on Docker Hub. */
export function registryOf(reference: string): string {
  const slash = reference.indexOf("/");
  const first = reference.slice(0, Math.max(slash, 0));
  const isHost = first === "localhost" || /[.:]/.test(first);
  return isHost && first !== "docker.io" ? first : dockerHub;
}

function configIn(directory: string): DockerConfig {
  try {
    return dockerConfig.parse(JSON.parse(readFileSync(join(directory, "config.json"), "utf8")));
  } catch {
    // Nobody logged in, or the file is damaged.
    return dockerConfig.parse({});
  }
}

function fromConfig({ auths }: DockerConfig, registry: string): Credentials | undefined {
  const found = auths[registry] ?? auths[`https://${registry}`];
  if (found?.identitytoken) return { identitytoken: found.identitytoken, serveraddress: registry };
  if (!found?.auth) return undefined;
  const [username = "", ...password] = Buffer.from(found.auth, "base64").toString("utf8").split(":");
  return { username, password: password.join(":"), serveraddress: registry };
}

/** Speaks the protocol of docker-credential-helpers; one that knows nothing of the registry fails, and that is an answer. */
async function fromHelper(helper: string, registry: string): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return undefined;
  // Loaded only here: most pulls need no helper, and every module weighs on every run.
  const { execa } = await import("execa");
  const { stdout, failed } = await execa(`docker-credential-${helper}`, ["get"], {
    input: registry,
    reject: false,
    timeout: 30_000,
  });
  if (failed) return undefined;
  const answer = readAnswer(stdout);
  if (answer === undefined) return undefined;
  const { Username: username, Secret: secret } = answer;
  return username === "<token>"
    ? { identitytoken: secret, serveraddress: registry }
    : { username, password: secret, serveraddress: registry };
}

/** What is no answer is like none: the registry then says what it misses. */
function readAnswer(said: string): z.infer<typeof helperAnswer> | undefined {
  try {
    return helperAnswer.parse(JSON.parse(said));
  } catch {
    return undefined;
  }
}
