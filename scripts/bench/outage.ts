import { join } from "node:path";
import { checkWriters, startWriter, type WriterSummary } from "../../test/support/writer.ts";
import type { Shop } from "../../test/support/shop.ts";
import { workSeconds, type Cutover } from "./cutover.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNaive, type NaiveRun } from "./naive.ts";
import { startServer, type Bench } from "./start-server.ts";
import { upgrade, type Upgrade } from "./upgrade.ts";

export interface OutageResult {
  readonly figures: readonly Figure[];
  /** Of the run with the median outage. */
  readonly cutover: Cutover;
  readonly naive: NaiveRun;
  /** The most memory dbshift had in use, in MB. */
  readonly peak: number;
}

interface WatchedUpgrade extends Upgrade {
  /** The longest time in which a client could not write. */
  readonly seen: number;
}

/** How long clients are without a database, and the naive recipe on a shop like it. */
export async function benchOutage(bench: Bench, resting: Shop, rounds: number): Promise<OutageResult> {
  const size = "SELECT sum(pg_database_size(oid)) FROM pg_database WHERE NOT datistemplate";
  const megabytes = Number(await resting.sql(size)) / 1e6;
  let round = 0;
  const ours = (): Promise<WatchedUpgrade> => upgradeWatched(bench, `shop${(round += 1)}`);
  const naive = async (): Promise<NaiveRun> => {
    bench.say("the naive recipe");
    return runNaive(bench, resting);
  };
  const runs = await inTurns(rounds, ours, naive);
  const middle = runs.toSorted((x, y) => x.a.cutover.outage - y.a.cutover.outage)[Math.floor(rounds / 2)];
  if (middle === undefined) throw new Error("There was no round.");
  return {
    figures: outageFigures(runs, `sample shop, ${megabytes.toFixed(0)} MB`),
    cutover: middle.a.cutover,
    naive: middle.b,
    peak: Math.max(...runs.map(({ a }) => a.peak)),
  };
}

function outageFigures(runs: readonly { a: WatchedUpgrade; b: NaiveRun }[], shop: string): Figure[] {
  return figuresOf(runs, [
    ["outage, by the journal", "s", ({ a }) => a.cutover.outage],
    ["dump + restore + verify", "s", ({ a }) => workSeconds(a.cutover)],
    ["what dbshift adds to these", "s", ({ a }) => a.cutover.outage - workSeconds(a.cutover), 3],
    ["outage, as a client saw it", "s", ({ a }) => a.seen],
    ["naive recipe", "s", ({ b }) => b.seconds],
    ["outage ÷ naive recipe", "×", ({ a, b }) => a.cutover.outage / b.seconds],
    [`peak memory, ${shop}`, "MB", ({ a }) => a.peak, 120],
  ]);
}

/** A run only counts if what the client was told is what the target holds. */
async function upgradeWatched(bench: Bench, name: string): Promise<WatchedUpgrade> {
  const shop = await startServer(bench, name);
  const writer = startWriter(shop, { ledger: join(bench.directory, `${name}.ledger`), rate: 50 });
  let summary: WriterSummary | undefined;
  try {
    await writer.awaitRows(100);
    bench.say("dbshift, with a client writing");
    const upgraded = await upgrade(bench, shop);
    await writer.awaitRows(100);
    summary = await writer.stop();
    await checkWriters(shop, [writer]);
    return { ...upgraded, seen: Math.max(0, ...summary.gaps.map((gap) => gap.seconds)) };
  } finally {
    if (summary === undefined) await writer.stop();
  }
}
