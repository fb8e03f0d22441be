import { foldJournal } from "../../src/core/progress.ts";
import { copies } from "../../src/report/copies.ts";
import { whoServes } from "../../src/report/who-serves.ts";
import type { Act } from "./acts.ts";
import { servingClients } from "./client.ts";
import { majorOf, servedCluster } from "./cluster-of.ts";
import { journalIn } from "./journal-in.ts";
import { shopHost } from "./shop-host.ts";
import { lastRun } from "./tool.ts";
import { copyOf, type SimulatedContainer, type World } from "./world.ts";

/** With every process dead: what status says from the journal alone is so, and a complete copy of the data is there (I1, I5). */
export function afterDeath(world: World): string[] {
  const { entries, damage } = journalIn(world, lastRun(world));
  if (damage !== undefined) return [`I5: the journal is damaged: ${damage.why}`];
  if (entries.length === 0) return [];
  const progress = foldJournal(entries);
  const host = shopHost(world);
  const [serving] = servingClients(host);
  const major = serving && majorOf(serving);
  const seen: string[] = [];
  const { side } = whoServes(progress);
  const known = { source: major === "15", target: major === "16", nobody: major === undefined };
  const fits = { ...known, superseded: false, unknown: true };
  if (!fits[side]) seen.push(`I1: status says ${side} serves, and ${major ?? "nobody"} does`);
  const good = copies(progress).filter(({ proof }) => !/^(not proven|is being removed)/.test(proof));
  if (good.length === 0) seen.push("I1: status names no copy that is good");
  for (const { volume, side: of } of good) {
    const cluster = host.volume(volume)?.cluster;
    if (cluster?.whole !== true || cluster.halfMade) {
      seen.push(`I1: ${volume}, which status names, is not whole`);
    } else if (of === side || side === "nobody") seen.push(...missing(world, cluster.rows, volume));
  }
  return seen;
}

/** The end of a schedule: what serves has everything, and nothing of anybody else has changed. */
export function atEnd(world: World, first: World, { outcome, acts }: Ending): string[] {
  const host = shopHost(world);
  const serving = servingClients(host);
  const back = isBack(world, outcome);
  const seen = [...world.violations];
  if (serving.length !== 1 || serving[0] === undefined || majorOf(serving[0]) !== (back ? "15" : "16")) {
    seen.push(`I6: after "${outcome}" ${serving.map(({ name }) => name).join() || "nothing"} serves`);
  }
  const rows = servedCluster(host, serving[0])?.rows ?? [];
  seen.push(...missing(world, rows, "what serves"));
  if (new Set(rows).size !== rows.length) seen.push("I2: a row is there twice");
  if (!givenUp(world) && world.client.served.join().includes("16,15")) {
    seen.push("I4: a client was served by the source after the target");
  }
  seen.push(...foreignHarm(world, first));
  seen.push(
    ...(back ? sourceServes(world, first, { outcome, acts }) : targetServes(world, first, { outcome, acts })),
  );
  return seen;
}

function isBack(world: World, outcome: Outcome): boolean {
  return outcome === "rolled back" || outcome === "returned" || (outcome === "retired" && givenUp(world));
}

/** Whether a person has given up what the target was told. */
const givenUp = ({ journals }: World): boolean =>
  Object.values(journals).some((text) => text.includes('"graph":"return"'));

export interface Ending {
  readonly outcome: Outcome;
  /** What others did on the way, which may be seen still. */
  readonly acts: readonly Act[];
}

export type Outcome = "target serves" | "rolled back" | "returned" | "retired";

function missing(world: World, rows: readonly number[], where: string): string[] {
  const there = new Set(rows);
  const { "15": before = [], "16": after = [] } = world.client.acknowledged;
  const lost = [...before, ...(givenUp(world) ? [] : after)].filter((row) => !there.has(row));
  return lost.length === 0 ? [] : [`I2: ${String(lost.length)} acknowledged rows are not in ${where}`];
}

/** What is another's, to the byte. */
function foreignHarm(world: World, first: World): string[] {
  const of = ({ containers, volumes, networks }: World): string =>
    JSON.stringify([
      Object.values(containers)
        .filter(({ name }) => name === "shop-2")
        .map(lasting),
      volumes["shop-data-2"]?.files,
      networks["net-1"],
    ]);
  const theirs = Object.values(world.volumes).filter(({ labels }) => labels["theirs"] !== undefined);
  const spoilt = theirs.some(
    ({ files, cluster }) => files["theirs.txt"] === undefined || cluster !== undefined,
  );
  return of(world) === of(first) && !spoilt ? [] : ["I10: what belongs to others was changed"];
}

function lasting(container: SimulatedContainer): unknown {
  const { startedAt: _s, server: _v, stoppedByHand: _h, ...kept } = container;
  return Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1));
}

function targetServes(world: World, first: World, { outcome, acts }: Ending): string[] {
  const retired = outcome === "retired";
  const names = namesIn(world)
    .map((name) => (/-holder(-a\d+)?$/.test(name) ? "holder" : name))
    .map((name) =>
      acts.includes("somebody renames the source") && name === "shop-renamed" ? "shop.pre16" : name,
    );
  const mayLack = [
    ...(acts.includes("somebody prunes") ? ["shop.pre16"] : []),
    ...(acts.includes("somebody removes our helpers") ? ["holder"] : []),
  ];
  const all = retired ? ["shop", "shop-2"] : ["holder", "shop", "shop-2", "shop.pre16"];
  const wanted = all.filter((name) => !mayLack.includes(name) || names.includes(name));
  const seen = expectSame("I9: containers", names.sort(), wanted);
  const made = volumesIn(world).filter((name) => first.volumes[name] === undefined);
  if (made.length !== 1) seen.push(`I9: volumes ${made.join()} were made`);
  seen.push(...expectSame("I9: networks", world.networks, first.networks));
  const target = Object.values(world.containers).find(({ name }) => name === "shop");
  const kept = Object.values(world.containers).find(({ name }) => name === "shop.pre16");
  const source = Object.values(first.containers).find(({ name }) => name === "shop");
  if (target?.restartPolicy.name !== source?.restartPolicy.name) {
    seen.push("I7: the target has another restart policy");
  }
  if (kept?.state === "running" || kept?.unstartable === false) {
    seen.push("I3: the kept source can be started");
  }
  if (retired === (world.volumes["shop-data"] !== undefined)) {
    seen.push("I3: the source volume is not as it should be");
  }
  seen.push(...flags(world, first, made[0] ?? ""), ...(retired ? [] : flags(world, first, "shop-data")));
  return seen;
}

/** The lease of a process that died is ended, and the next command that wants it clears it away. */
const namesIn = ({ containers }: World): string[] =>
  Object.values(containers)
    .filter(({ labels, state }) => labels["dbshift.role"] !== "lease" || state === "running")
    .map(({ name }) => name);

/** But for those that somebody made meanwhile. */
const volumesIn = ({ volumes }: World): string[] =>
  Object.values(volumes)
    .filter(({ labels }) => labels["theirs"] === undefined)
    .map(({ name }) => name);

function flags(world: World, first: World, volume: string): string[] {
  return expectSame(
    `I13: databases of ${volume} that accept connections`,
    sorted(world.volumes[volume]?.cluster?.databases),
    sorted(first.volumes["shop-data"]?.cluster?.databases),
  );
}

const sorted = (flagsOf: Readonly<Record<string, boolean>> = {}): unknown =>
  Object.entries(flagsOf).sort(([a], [b]) => (a < b ? -1 : 1));

function sourceServes(world: World, first: World, { outcome, acts }: Ending): string[] {
  // Where somebody removed it, it is made again: another container with the same of everything else.
  const made = acts.includes("somebody prunes");
  const renamed = (name: string): string =>
    acts.includes("somebody renames the source") && name === "shop-renamed" ? "shop" : name;
  const shop = ({ containers }: World): unknown =>
    Object.values(containers)
      .map((container) => ({ ...container, name: renamed(container.name) }))
      .filter(({ name }) => name === "shop")
      .map((container) => lasting(made ? { ...container, id: "made again", createdAt: "" } : container));
  const returned = outcome === "returned";
  const names = namesIn(world).map(renamed);
  // What is given up may be pruned by anybody.
  const kept = returned && (!made || names.includes("shop.pg16")) ? ["shop.pg16"] : [];
  const wanted = ["shop", "shop-2", ...kept];
  const volumes = volumesIn(world).filter((name) => !(returned && name.startsWith("shop-data-pg16")));
  return [
    ...expectSame("I7: the source", shop(world), shop(first)),
    ...expectSame("I9: containers", names.sort(), wanted),
    ...expectSame("I9: volumes", volumes, Object.keys(first.volumes)),
    ...expectSame("I9: networks", world.networks, first.networks),
    ...expectSame(
      "I7: files of the source",
      world.volumes["shop-data"]?.files,
      first.volumes["shop-data"]?.files,
    ),
    ...flags(world, first, "shop-data"),
  ];
}

function expectSame(what: string, found: unknown, wanted: unknown): string[] {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  return is === should ? [] : [`${what}: ${is} instead of ${should}`];
}

/** Everything that goes on by itself has come to its end. */
export function settled(world: World): World {
  const later = copyOf(world);
  shopHost(later).simulation.settle(10_000);
  return later;
}
