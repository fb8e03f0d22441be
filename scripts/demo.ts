import { mkdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { execa } from "execa";
import { docker, removeTest } from "../test/support/containers.ts";
import { createShop, type Shop } from "../test/support/shop.ts";
import { checkWriters, startWriter } from "../test/support/writer.ts";

const id = "demo";
const container = "demo-db";
const directory = resolve(".cache/demo");
const stateDirectory = `${directory}/state`;

const say = (text = ""): void => {
  process.stderr.write(`${text}\n`);
};

/** Typed as a person would: the shell makes `15-` and a file `16` of the arrow, and dbshift understands it all the same. */
async function upgrade(): Promise<void> {
  const line = `node "$BIN" postgres 15->16 ${container} --yes --state-dir "$STATE" --label dbshift.test=${id}`;
  say(`$ dbshift postgres 15->16 ${container} --yes\n`);
  const env = { BIN: resolve("bin/dbshift.js"), STATE: stateDirectory };
  await execa("bash", ["-c", line], { env, stdio: "inherit", cwd: directory });
}

async function show(shop: Shop): Promise<void> {
  say(`\n$ docker ps --all --filter label=dbshift.test=${id}`);
  const format = "table {{.Names}}\t{{.Image}}\t{{.Status}}\t{{.Ports}}";
  say(await docker(["ps", "--all", "--filter", `label=dbshift.test=${id}`, "--format", format]));
  say(`\n$ psql: select version()`);
  say((await shop.sql("select version()")).replace(/ on .*/, ""));
}

async function run(): Promise<void> {
  await removeTest(id);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  say("\nCreating the container demo-db: PostgreSQL 15 with a sample shop of about 100 MB.");
  const shop = await createShop({ id, container });
  const writer = startWriter(shop, { ledger: `${directory}/ledger`, rate: 50 });
  await writer.awaitRows(100);
  say("A client is writing to it, 50 rows a second, through its published port.\n");
  await upgrade();
  await writer.awaitRows(100);
  const summary = await writer.stop();
  const counted = await checkWriters(shop, [writer]);
  await show(shop);
  say(
    `\nThe client wrote to PostgreSQL ${summary.majors.join(", then ")}, at the same address with the same password.`,
  );
  for (const gap of summary.gaps) say(`It could not write for ${gap.seconds.toFixed(1)} s.`);
  say(`It was told of ${String(counted.ok)} commits, and every one of them is there exactly once.`);
  say(`\nThe old server is kept. Go back to it, or look around:`);
  const tail = `--state-dir ${stateDirectory}`;
  say(`    node bin/dbshift.js status ${tail}`);
  say(`    node bin/dbshift.js rollback ${tail} --discard-writes`);
  say(`    node bin/dbshift.js retire ${tail}`);
}

await run();
