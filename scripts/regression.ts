// npm run regression [-- 16 17 18]: PostgreSQL's own regression tests, run in a 15 to see what they leave behind, and that
// upgraded. They hold more odd objects than anybody would think of; each that is lost or falsely alarmed about is said.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { docker, removeTest, testLabel } from "../test/support/containers.ts";
import { countsOf } from "../test/support/environment.ts";
import { endOf, runCli } from "../test/support/run-cli.ts";
import { createShop, type Shop } from "../test/support/shop.ts";

const source = ".cache/regression";

/** As pg_regress runs them, one after the other; statements are allowed to fail, and those in C all do. */
const load = `
cd /regress
export PG_ABS_SRCDIR=/regress PG_ABS_BUILDDIR=/regress PG_LIBDIR=/regress PG_DLSUFFIX=.so
export PGTZ=PST8PDT PGDATESTYLE='Postgres, MDY' PGDATABASE=regression PGUSER=postgres
mkdir -p results testtablespace
psql -X -q -d shop -c 'CREATE DATABASE regression TEMPLATE template0' \\
  -c "ALTER DATABASE regression SET lc_messages TO 'C'" -c "ALTER DATABASE regression SET timezone_abbreviations TO 'Default'" \\
  -c "ALTER DATABASE regression SET bytea_output TO 'hex'"
for name in $(sed -n 's/^test: //p' parallel_schedule); do
  psql -X -a -q -v HIDE_TABLEAM=on -v HIDE_TOAST_COMPRESSION=on -f "sql/$name.sql" > "results/$name.out" 2>&1
done
true`;

/** What no later major takes, and what the stand-in of 16, built without lz4, does not: refused, as it should be. */
const leaveOut = `
DROP TABLE IF EXISTS gtest_normal_child, gtest_normal_child2;
DO $$ DECLARE name regclass; BEGIN
  FOR name IN SELECT DISTINCT attrelid FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE attcompression = 'l' AND relkind IN ('r', 'p') AND NOT relispartition LOOP
    EXECUTE format('DROP TABLE %s CASCADE', name);
  END LOOP;
END $$;`;

const say = (text: string): void => console.error(`regression  ${text}`);

async function fill(shop: Shop): Promise<void> {
  const { container } = shop;
  await docker(["cp", `${source}/.`, `${container}:/regress`]);
  await docker(["exec", container, "chown", "-R", "postgres", "/regress"]);
  await docker(["exec", "-i", "-u", "postgres", container, "bash"], { input: load, seconds: 3600 });
  await shop.sql(leaveOut, "regression");
}

/** Up to another major, and back again; a sentence about it. */
async function upgraded(shop: Shop, to: string, stateHome: string): Promise<string> {
  const before = await countsOf(shop);
  const label = ["--label", `${testLabel}=${shop.id}`];
  const words = ["postgres", `15..${to}`, shop.container, "--yes", ...label];
  const up = await runCli(words, { stateHome, seconds: 3600 });
  if (up.exitCode !== 0) throw new Error(`15 to ${to} ended with ${endOf(up)}`);
  const after = await countsOf(shop);
  if (after !== before) throw new Error(`15 to ${to}: some table has another number of rows.`);
  const back = await runCli(["rollback", "--discard-writes", "--yes"], { stateHome });
  if (back.exitCode !== 0) throw new Error(`The way back from ${to} ended with ${endOf(back)}`);
  return /compared .*/.exec(up.stderr)?.[0] ?? "compared";
}

async function main(targets: readonly string[]): Promise<void> {
  if (!existsSync("dist/cli/main.js")) throw new Error("dbshift is not built yet. Type: npm run build");
  const { stdout } = await execa(resolve("scripts", "regression-source"), { stderr: "inherit" });
  say(`PostgreSQL's regression tests: ${stdout}`);
  const id = `regression-${randomBytes(3).toString("hex")}`;
  const stateHome = await mkdtemp(join(tmpdir(), `dbshift-${id}-`));
  try {
    const shop = await createShop({ id, scale: 0 });
    say("run in a 15, which takes a minute or three");
    await fill(shop);
    for (const to of targets) console.log(`15 to ${to}: ${await upgraded(shop, to, stateHome)}`);
  } finally {
    await removeTest(id);
    await rm(stateHome, { recursive: true });
  }
}

const asked = process.argv.slice(2);
await main(asked.length > 0 ? asked : ["16", "17", "18"]);
