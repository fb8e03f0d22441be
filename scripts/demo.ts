import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { messageOf } from "../src/core/errors.ts";
import { docker, removeTest } from "../test/support/containers.ts";
import { createShop, type Shop } from "../test/support/shop.ts";
import { checkWriters, startWriter, type WriterSummary } from "../test/support/writer.ts";

// scripts/demo starts this in the checkout, so that every path it shows is one a person can type there.
const id = "demo";
const container = "demo-db";
const directory = ".cache/demo";
const dbshift = `${directory}/dbshift`;

/** What a person types afterwards too: with the project's own Node, because the host's may be too old. */
const wrapper = `#!/bin/sh
# dbshift of this checkout, with the demo's runs kept beside this file.
here=$(cd "$(dirname "$0")" && pwd)
export XDG_STATE_HOME="$here/state"
exec "$here/../../node_modules/.bin/node" "$here/../../bin/dbshift.js" "$@"
`;

const say = (...lines: readonly string[]): void => {
  process.stderr.write(`${lines.join("\n")}\n`);
};

const paint = process.stderr.isTTY ? (text: string): string => `\u001B[1m${text}\u001B[22m` : String;

const heading = (text: string): void => {
  say("", paint(text), "");
};

/** Typed as a person would: the shell makes `15-` and a file `16` of the arrow, and dbshift understands it all the same. */
async function upgrade(): Promise<number> {
  const line = `${dbshift} postgres 15->16 ${container} --yes`;
  say(`$ ${line}`, "");
  const { exitCode = 1 } = await execa("bash", ["-c", line], { stdio: "inherit", reject: false });
  return exitCode;
}

async function showContainers(): Promise<void> {
  const ours = `name=${container}`;
  const format = "table {{.Names}}\t{{.Image}}\t{{.Status}}";
  say(`$ docker ps --all --filter ${ours}`);
  say(await docker(["ps", "--all", "--filter", ours, "--format", format]));
}

async function showVersion(shop: Shop): Promise<void> {
  say("", `$ docker exec ${container} psql -U postgres -Atc 'select version()'`);
  say((await shop.sql("select version()")).replace(/ on .*/, ""));
}

function showClient({ majors, gaps }: WriterSummary, commits: number, port: number): void {
  say("", `The client wrote to PostgreSQL ${majors.join(", then to ")}, at 127.0.0.1:${port},`);
  say("with the same password.");
  for (const gap of gaps) say(`It could not write for ${gap.seconds.toFixed(1)} s.`);
  say(`It was told of ${commits} commits, and each of them is there exactly once.`);
}

function showWays(): void {
  heading("Go on");
  say(
    "Which server serves, and which copies there are:",
    `    ${dbshift} status`,
    "Back to 15, without what 16 was told since:",
    `    ${dbshift} rollback --discard-writes`,
    "Remove the old server for good:",
    `    ${dbshift} retire`,
    "Remove the demo:",
    "    ./scripts/demo --remove",
  );
}

async function remove(): Promise<void> {
  await removeTest(id);
  await rm(directory, { recursive: true, force: true });
}

async function demonstrate(): Promise<number> {
  await remove();
  await mkdir(directory, { recursive: true });
  await writeFile(dbshift, wrapper, { mode: 0o755 });
  heading(`1. A database: ${container}, PostgreSQL 15, a shop of about 100 MB`);
  const shop = await createShop({ id, container });
  const writer = startWriter(shop, { ledger: `${directory}/ledger`, rate: 50 });
  await writer.awaitRows(100);
  say(`A client writes to it at 127.0.0.1:${shop.port}, 50 rows a second.`);

  heading("2. The upgrade, typed without quotes");
  const exit = await upgrade();
  if (exit !== 0) {
    await writer.stop();
    say("", `The upgrade ended with exit code ${exit}. Remove the demo with: ./scripts/demo --remove`);
    return exit;
  }
  await writer.awaitRows(100);
  const summary = await writer.stop();
  const counted = await checkWriters(shop, [writer]);

  heading("3. The result");
  await showContainers();
  await showVersion(shop);
  showClient(summary, counted.ok, shop.port);
  showWays();
  return 0;
}

/** Nobody expects a file called 16 in the checkout; dbshift removes it, unless it was killed. */
async function removeArrowFile(): Promise<void> {
  const found = await stat("16").catch(() => undefined);
  if (found?.isFile() === true && found.size === 0) await rm("16");
}

if (process.argv.includes("--remove")) {
  await remove();
  say("The demo is removed. The engine, the images and the build stay.");
} else {
  try {
    process.exitCode = await demonstrate();
  } catch (error) {
    say("", `The demo failed: ${messageOf(error)}`);
    process.exitCode = 1;
  } finally {
    await removeArrowFile();
  }
}
