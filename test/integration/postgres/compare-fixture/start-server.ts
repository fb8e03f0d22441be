import { awaitServer } from "../../../support/await-server.ts";
import { docker, testLabel } from "../../../support/containers.ts";
import { imageFor } from "../../../support/images.ts";

/** A server on no network that lets `postgres` in and keeps nothing; its container. */
export async function startServer(id: string, official: string): Promise<string> {
  const container = await docker([
    ...["run", "--detach", "--label", `${testLabel}=${id}`, "--network", "none"],
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=trust", "--tmpfs", "/var/lib/postgresql/data"],
    ...[imageFor(official), "-c", "fsync=off", "-c", "autovacuum=off", "-c", "max_locks_per_transaction=256"],
  ]);
  await awaitServer(container, { user: "postgres" });
  return container;
}
