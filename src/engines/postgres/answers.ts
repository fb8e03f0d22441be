import type { RuntimeReader } from "../../ports/runtime.ts";

/**
 * Whether the server accepts connections over TCP, which the entrypoint's temporary one never does, and the system
 * identifier of the data it was started on. https://www.postgresql.org/docs/current/app-pgcontroldata.html
 */
export async function answers(
  runtime: RuntimeReader,
  containerId: string,
): Promise<{ readonly identity: string } | undefined> {
  const ready = await runtime.look(containerId, ["pg_isready", "-q", "-h", "127.0.0.1"]);
  if (ready.exitCode !== 0) return undefined;
  const read = ["bash", "-c", 'LC_ALL=C exec pg_controldata "$PGDATA"'];
  const { stdout } = await runtime.look(containerId, read, { user: "postgres" });
  const identity = /^Database system identifier:\s+(\d+)$/m.exec(stdout)?.[1];
  return identity === undefined ? undefined : { identity };
}
