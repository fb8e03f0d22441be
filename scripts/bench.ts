// npm run bench: how fast dbshift is and how much it weighs, beside a naive recipe on the same machine in the same run.
// It judges and never fails: a limit that is missed is a line of the table. See docs/benchmark.md.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { removeTest, until } from "../test/support/containers.ts";
import { benchBigDatabase } from "./bench/big-database.ts";
import { cutoverTable } from "./bench/cutover.ts";
import { figuresTable, type Figure } from "./bench/figure.ts";
import { benchFacts } from "./bench/machine.ts";
import { benchOutage, type OutageResult } from "./bench/outage.ts";
import { benchPlan } from "./bench/plan.ts";
import { startServer, type Bench } from "./bench/start-server.ts";
import { benchRedis } from "./bench/redis.ts";
import { benchVersion } from "./bench/version.ts";

interface Options {
  readonly quick: boolean;
  readonly json: boolean;
}

async function measure(bench: Bench, quick: boolean): Promise<OutageResult> {
  const figures: Figure[] = [];
  bench.say("dbshift --version, and bare node");
  figures.push(...(await benchVersion(bench, quick ? 10 : 40)));
  const shop = await startServer(bench, "resting");
  bench.say("dbshift plan, and bare node");
  figures.push(...(await benchPlan(bench, shop, quick ? 3 : 10)));
  const outage = await benchOutage(bench, shop, quick ? 1 : 3);
  figures.push(...outage.figures);
  if (!quick) figures.push(...(await benchBigDatabase(bench, outage.peak)));
  figures.push(...(await benchRedis(bench, quick ? 1 : 3)));
  return { ...outage, figures };
}

async function report(bench: Bench, { quick, json }: Options): Promise<void> {
  const before = await benchFacts();
  const { figures, cutover, naive } = await measure(bench, quick);
  const facts = { ...before, "load average, after": (await benchFacts())["load average"] };
  if (json) {
    console.log(JSON.stringify({ facts, figures, cutover, naive }));
    return;
  }
  for (const [name, fact] of Object.entries(facts)) console.log(`${name}: ${fact ?? ""}`);
  console.log(`\n${figuresTable(figures)}\n`);
  console.log(
    [
      `The naive recipe is pg_dumpall into a file, a new container, psql from the file. It keeps nobody from`,
      `writing, compares nothing and moves neither name nor port, all of which dbshift's outage has in it; and it`,
      `went on after ${naive.errors} errors and left out ${naive.lost} of the databases.\n`,
    ].join("\n"),
  );
  console.log(cutoverTable(cutover));
}

async function main(options: Options): Promise<void> {
  if (!existsSync("dist/cli/main.js")) throw new Error("dbshift is not built yet. Type: npm run build");
  const id = `bench-${randomBytes(3).toString("hex")}`;
  const directory = resolve(".cache", id);
  const stop = new AbortController();
  // On, not once: npm hands a signal on that the terminal has sent to everybody already.
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
    process.on(signal, () => {
      process.exitCode = code;
      stop.abort();
    });
  }
  const say = (text: string): void => console.error(`bench  ${text}`);
  try {
    await mkdir(directory, { recursive: true });
    await report({ id, directory, signal: stop.signal, say }, options);
  } catch (error) {
    if (!stop.signal.aborted) process.exitCode = 1;
    say(stop.signal.aborted ? "interrupted" : String(error));
  } finally {
    // What a killed dbshift had asked for may still be appearing.
    await until(`everything of ${id} to be removed`, 60, async () => removeTest(id).then(() => true));
    await rm(directory, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
await main(values);
