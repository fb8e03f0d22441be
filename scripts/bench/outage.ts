import { join } from "node:path";
import { checkWriters, startWriter, type WriterSummary } from "../../test/support/writer.ts";
import type { Shop } from "../../test/support/shop.ts";
import { dumpAndRestore, workSeconds, type Cutover } from "./cutover.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNaive, type NaiveRun } from "./naive.ts";
import { startServer, type Bench } from "./start-server.ts";
import { upgrade, type Rows, type Upgrade } from "./upgrade.ts";

export interface OutageResult {
  readonly figures: readonly Figure[];
  /** Of the run with the median outage. */
  readonly cutover: Cutover;
  readonly naive: NaiveRun;
  /** The most memory dbshift had in use, in MB. */
  readonly peak: number;
}

/** What the upgrade that compares every row is held against. */
interface Others {
  readonly counted: WatchedUpgrade;
  readonly naive: NaiveRun;
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
  const ours = (rows: Rows): Promise<WatchedUpgrade> => upgradeWatched(bench, `shop${(round += 1)}`, rows);
  const others = async (): Promise<Others> => {
    const counted = await ours("counts");
    bench.say("the naive recipe");
    return { counted, naive: await runNaive(bench, resting) };
  };
  const runs = await inTurns(rounds, () => ours("content"), others);
  const middle = runs.toSorted((x, y) => x.a.cutover.outage - y.a.cutover.outage)[Math.floor(rounds / 2)];
  if (middle === undefined) throw new Error("There was no round.");
  return {
    figures: outageFigures(runs, `sample shop, ${megabytes.toFixed(0)} MB`),
    cutover: middle.a.cutover,
    naive: middle.b.naive,
    peak: Math.max(...runs.map(({ a }) => a.peak)),
  };
}

/** What the content of rows costs, as a part of what dump and restore take. */
function contentShare(a: WatchedUpgrade, { counted }: Others): number {
  return (a.cutover.outage - counted.cutover.outage) / workSeconds(counted.cutover, dumpAndRestore);
}

function outageFigures(runs: readonly { a: WatchedUpgrade; b: Others }[], shop: string): Figure[] {
  return figuresOf(runs, [
    ["outage, by the journal", "s", ({ a }) => a.cutover.outage],
    ["dump + restore + verify", "s", ({ a }) => workSeconds(a.cutover)],
    ["what dbshift adds to these", "s", ({ a }) => a.cutover.outage - workSeconds(a.cutover), 3],
    ["outage, as a client saw it", "s", ({ a }) => a.seen],
    ["outage with --verify counts", "s", ({ b }) => b.counted.cutover.outage],
    ["what content adds ÷ dump + restore", "×", ({ a, b }) => contentShare(a, b), 0.25],
    ["naive recipe", "s", ({ b }) => b.naive.seconds],
    ["outage ÷ naive recipe", "×", ({ a, b }) => a.cutover.outage / b.naive.seconds],
    [`peak memory, ${shop}`, "MB", ({ a }) => a.peak, 120],
  ]);
}

/** A run only counts if what the client was told is what the target holds. */
async function upgradeWatched(bench: Bench, name: string, rows: Rows): Promise<WatchedUpgrade> {
  const shop = await startServer(bench, name);
  const writer = startWriter(shop, { ledger: join(bench.directory, `${name}.ledger`), rate: 50 });
  let summary: WriterSummary | undefined;
  try {
    await writer.awaitRows(100);
    bench.say(`dbshift --verify ${rows}, with a client writing`);
    const upgraded = await upgrade(bench, shop, rows);
    await writer.awaitRows(100);
    summary = await writer.stop();
    await checkWriters(shop, [writer]);
    return { ...upgraded, seen: Math.max(0, ...summary.gaps.map((gap) => gap.seconds)) };
  } finally {
    if (summary === undefined) await writer.stop();
  }
}
