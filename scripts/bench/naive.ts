import { execa } from "execa";
import { docker } from "../../test/support/containers.ts";
import { imageFor } from "../../test/support/images.ts";
import type { Shop } from "../../test/support/shop.ts";
import type { Bench } from "./start-server.ts";

export interface NaiveRun {
  readonly seconds: number;
  /** Statements that failed while psql went on. */
  readonly errors: number;
  /** Databases that are not there afterwards. */
  readonly lost: number;
}

/**
 * As many a page has it; the shell's redirections keep the data out of this process. It gets one help: without PGOPTIONS
 * a database that is set to read-only, which the shop has, ends the restore half way through.
 */
const recipe = `
set -eu
old=$1 new=$2 label=$3 image=$4
docker exec "$old" pg_dumpall -U postgres > dump.sql
docker run -d --name "$new" --label "$label" -e POSTGRES_PASSWORD=naive --shm-size 128m "$image" \\
  -c shared_buffers=64MB -c shared_preload_libraries=pg_stat_statements > /dev/null
until docker exec "$new" pg_isready -q -h 127.0.0.1; do sleep 0.1; done
docker exec -i -e PGOPTIONS='-c default_transaction_read_only=off' "$new" \\
  psql -q -U postgres -d postgres < dump.sql 2>&1 > /dev/null | grep -c ERROR: || true
`;

/** Copies the shop into a new server by hand. What its clients write meanwhile would be lost. */
export async function runNaive({ id, directory, signal }: Bench, shop: Shop): Promise<NaiveRun> {
  const target = `${id}-naive`;
  const args = [shop.container, target, `dbshift.test=${id}`, imageFor("postgres:16")];
  const { stdout, durationMs } = await execa("bash", ["-c", recipe, "naive", ...args], {
    cwd: directory,
    cancelSignal: signal,
  });
  const lost = (await countDatabases(shop.container)) - (await countDatabases(target));
  await docker(["rm", "--force", "--volumes", target]);
  return { seconds: durationMs / 1000, errors: Number(stdout), lost };
}

async function countDatabases(container: string): Promise<number> {
  const psql = ["psql", "-X", "-At", "-U", "postgres", "-c", "SELECT count(*) FROM pg_database"];
  return Number(await docker(["exec", container, ...psql]));
}
