import { DeadlinePassed } from "../../core/errors.ts";
import type { Container, RuntimeReader } from "../../ports/runtime.ts";
import type { Login } from "./login.ts";

/** Asks a person; undefined where nobody answers. */
export type AskPassword = (question: string) => Promise<string | undefined>;

export interface Password {
  readonly way: Exclude<Login["way"], "trust">;
  readonly password: string;
}

/**
 * What people answered, by role and the name a container serves under: whatever serves there later has the same roles.
 * Asked once per process, and kept nowhere else.
 */
const answers = new Map<string, string>();

/** The password from the container's own environment, or from the secret file that names it. */
export async function findStoredPassword(
  runtime: RuntimeReader,
  container: Container,
): Promise<Password | undefined> {
  const given = container.environment.get("POSTGRES_PASSWORD");
  if (given !== undefined && given !== "") return { way: "environment", password: given };
  const path = container.environment.get("POSTGRES_PASSWORD_FILE");
  if (path?.startsWith("/") !== true) return undefined;
  const password = await readSecret(runtime, container, path);
  return password === "" ? undefined : { way: "file", password };
}

/** Empty where it cannot be read. No more than a password's length is: the path may name a device or something huge. */
async function readSecret(runtime: RuntimeReader, container: Container, path: string): Promise<string> {
  try {
    const read = await runtime.look(container.id, ["head", "-c", "10000", path], { seconds: 5 });
    // Like the image's own $(< file): newlines at the end are none of the password's.
    return read.exitCode === 0 ? read.stdout.replace(/\n+$/, "") : "";
  } catch (error) {
    // A named pipe that nobody writes to is not read to its end.
    if (error instanceof DeadlinePassed) return "";
    throw error;
  }
}

export async function askedPassword(
  container: string,
  role: string,
  ask: AskPassword | undefined,
): Promise<Password | undefined> {
  const key = keyOf(container, role);
  const password = answers.get(key) ?? (await ask?.(`Password of role "${role}" in container ${container}`));
  if (password === undefined || password === "") return undefined;
  answers.set(key, password);
  return { way: "person", password };
}

export function forgetAnswer(container: string, role: string): void {
  answers.delete(keyOf(container, role));
}

function keyOf(container: string, role: string): string {
  return `${container} ${role}`;
}
