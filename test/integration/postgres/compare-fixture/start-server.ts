import { docker, testLabel, until } from "../../../support/containers.ts";
import { imageFor } from "../../../support/images.ts";

/** A server on no network that lets `postgres` in and keeps nothing; its container. */
export async function startServer(id: string, official: string): Promise<string> {
  const container = await docker([
    ...["run", "--detach", "--label", `${testLabel}=${id}`, "--network", "none"],
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=trust", "--tmpfs", "/var/lib/postgresql/data"],
    ...[imageFor(official), "-c", "fsync=off", "-c", "autovacuum=off", "-c", "max_locks_per_transaction=256"],
  ]);
  await until(`${official} to take connections`, 60, async () => {
    await docker(["exec", container, "psql", "-X", "-h", "127.0.0.1", "-U", "postgres", "-c", "select 1"]);
    return true;
  });
  return container;
}
