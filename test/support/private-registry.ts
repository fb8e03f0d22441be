import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { docker, freePort, until } from "./containers.ts";
import { testTools } from "./tools.ts";

/** Docker's own registry on loopback, which an engine trusts without TLS, for whoever has the password. */
export interface PrivateRegistry {
  /** e.g. `127.0.0.1:41234` */
  readonly host: string;
  /** A configuration of the docker client in which somebody has logged in. */
  readonly loggedIn: string;
  /** The same client's, in which nobody has. */
  readonly loggedOut: string;
  readonly password: string;
  /** Keeps an image of the engine under a name here; returns the whole reference. */
  push(image: string, name: string): Promise<string>;
  /** Takes the engine's copy of what has a name here away. */
  forget(reference: string): Promise<void>;
  /** Loses what is stored under a digest, as a disk does. */
  lose(digest: string): Promise<void>;
  close(): Promise<void>;
}

const user = "builder";
// A colon, a blank and a letter of two bytes, for everything that has to keep them.
const password = "pull: me, pl€ase";
const hash = "$2b$05$abcdefghijklmnopqrstuuzbB7DdpbsmMhuSKOSopp0NTa7pEODOK";

const settings = (directory: string, host: string): string => `version: 0.1
log: { level: warn }
storage:
  filesystem: { rootdirectory: ${directory}/storage }
  delete: { enabled: true }
http: { addr: "${host}" }
auth:
  htpasswd: { realm: private, path: ${directory}/users }
`;

export async function privateRegistry(): Promise<PrivateRegistry> {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  await writeFile(join(directory, "users"), `${user}:${hash}\n`);
  await writeFile(join(directory, "settings.yml"), settings(directory, host));
  const tool = testTools()["docker-registry"];
  const server = execa(tool, ["serve", join(directory, "settings.yml")], { stdin: "ignore", reject: false });
  let said: string | undefined;
  void server.then(({ stderr }) => (said = stderr));
  const [loggedIn, loggedOut] = [join(directory, "logged-in"), join(directory, "logged-out")];
  const asUser = { DOCKER_CONFIG: loggedIn };
  const references = new Set<string>();
  const forget = async (reference: string): Promise<void> => {
    await execa("docker", ["rmi", reference], { reject: false });
  };
  await until("a registry", 30, async () => {
    if (said !== undefined) throw new Error(`The registry ended: ${said}`);
    const words = ["login", "--username", user, "--password-stdin", host];
    return (await docker(words, { env: asUser, input: password })) !== "";
  });
  return {
    ...{ host, loggedIn, loggedOut, password, forget },
    push: async (image, name) => {
      const reference = `${host}/${name}`;
      references.add(reference);
      await docker(["tag", image, reference]);
      await docker(["push", "--quiet", reference], { env: asUser, seconds: 300 });
      await forget(reference);
      return reference;
    },
    lose: async (digest) => {
      const [kind = "", hex = ""] = digest.split(":");
      const data = join(directory, "storage/docker/registry/v2/blobs", kind, hex.slice(0, 2), hex, "data");
      await readFile(data);
      await rm(data);
    },
    close: async () => {
      for (const reference of references) await forget(reference);
      server.kill();
      await server;
      await rm(directory, { recursive: true });
    },
  };
}
