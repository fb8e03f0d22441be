import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import { readConfigFile } from "./config-file.ts";
import type { Login } from "./login.ts";
import { serverWords, valueOf } from "./server-words.ts";

/** Asks a person; undefined where nobody answers. */
export type AskPassword = (question: string) => Promise<string | undefined>;

export interface Known {
  readonly port: number;
  readonly password: { readonly way: Exclude<Login["way"], "open">; readonly password: string } | undefined;
}

const standardPort = 6379;

/** What people answered, by the name a container serves under. Asked once per process, and kept nowhere else. */
const answers = new Map<string, string>();

/** The port, and the password where the container's own command or configuration file tells it. */
export async function knownOf(runtime: RuntimeReader, container: Container): Promise<Known> {
  const words = serverWords(container, await runtime.findImage(container.imageId));
  if (words === undefined) return { port: standardPort, password: undefined };
  const file = words.file === undefined ? undefined : await readFile(runtime, container, words.file);
  const port = Number(valueOf(words, "port") ?? (file && valueOf(file, "port")) ?? standardPort);
  const given = valueOf(words, "requirepass");
  const stored = file && valueOf(file, "requirepass");
  const way = given !== undefined ? "arguments" : "file";
  const password = given ?? stored;
  return {
    port: Number.isInteger(port) && port > 0 && port < 65536 ? port : standardPort,
    password: password === undefined || password === "" ? undefined : { way, password },
  };
}

async function readFile(
  runtime: RuntimeReader,
  container: Container,
  path: string,
): Promise<ReturnType<typeof readConfigFile> | undefined> {
  if (!path.startsWith("/")) return undefined;
  const read = await runtime.look(container.id, ["head", "-c", "900000", path], { user: "0", seconds: 5 });
  return read.exitCode === 0 ? readConfigFile(read.stdout) : undefined;
}

export async function askedPassword(
  container: string,
  ask: AskPassword | undefined,
): Promise<string | undefined> {
  const password = answers.get(container) ?? (await ask?.(`Password of Redis in container ${container}`));
  if (password === undefined || password === "") return undefined;
  answers.set(container, password);
  return password;
}

export function forgetAnswer(container: string): void {
  answers.delete(container);
}
