import { helperPurpose } from "../../src/playbook/helper-purpose.ts";
import { foldJournal, isDone, stepProgress } from "../../src/core/progress.ts";
import { label } from "../../src/ports/runtime.ts";
import { writeRow } from "./client.ts";
import { servedCluster } from "./cluster-of.ts";
import type { Host } from "./host.ts";
import { journalIn } from "./journal-in.ts";
import { lastRun } from "./tool.ts";
import type { SimulatedContainer } from "./world.ts";

/** What others do on a host in the middle of a run. None of them is ours to prevent. */
export const acts = {
  /** The engine is restarted: what ran is stopped cleanly, and what its policy says is started again. */
  "daemon restarts": (host: Host) => {
    restart(host, 0);
  },
  /** The power goes and comes back. */
  "host restarts": (host: Host) => {
    restart(host, 255);
  },
  "somebody starts the source": (host: Host) => {
    trying(() => {
      host.start(sourceOf(host));
    });
  },
  "somebody starts what has its name": (host: Host) => {
    trying(() => {
      host.start("shop");
    });
  },
  "somebody stops what has its name": (host: Host) => {
    trying(() => {
      host.signal("shop", "SIGINT");
    });
  },
  "somebody prunes": (host: Host) => {
    for (const { id, state } of host.list()) if (state !== "running") host.remove(id);
    for (const { name } of Object.values(host.world.volumes)) {
      if (host.usersOf(name).length === 0) host.removeVolume(name);
    }
    const used = host.list().flatMap(({ attachments }) => attachments.map(({ networkId }) => networkId));
    for (const id of Object.keys(host.world.networks)) {
      if (!used.includes(id)) Reflect.deleteProperty(host.world.networks, id);
    }
  },
  "somebody removes our helpers": (host: Host) => {
    for (const { id, labels } of host.list()) {
      if (labels["dbshift.run"] !== undefined && labels["dbshift.role"] !== "target") host.remove(id);
    }
  },
  "somebody renames the source": (host: Host) => {
    const source = host.find(sourceOf(host));
    if (source !== undefined) source.name = "shop-renamed";
  },
  "something writes behind the fence": (host: Host) => {
    const fenced = host.list({ [label.role]: "fenced-source" }).find(({ server }) => server !== undefined);
    const cluster = servedCluster(host, fenced);
    const { client } = host.world;
    if (cluster === undefined) return;
    cluster.rows.push(client.next);
    cluster.nextTransaction += 1;
    (client.acknowledged["15"] ??= []).push(client.next++);
  },
  "the kernel kills a helper": (host: Host) => {
    const helper = host.list({ [label.purpose]: helperPurpose }).find(({ state }) => state === "running");
    if (helper !== undefined) host.end(helper, 137);
  },
  "somebody takes the name of the target volume": (host: Host) => {
    host.world.volumes["shop-data-pg16"] ??= {
      name: "shop-data-pg16",
      labels: { theirs: "yes" },
      createdAt: host.stamp(),
      anonymous: false,
      files: { "theirs.txt": "not ours" },
    };
  },
} as const satisfies Readonly<Record<string, (host: Host) => void>>;

export type Act = keyof typeof acts;

export const isAct = (what: string): what is Act => Object.hasOwn(acts, what);

const sourceId = "1".padStart(64, "a");

const sourceOf = (_: Host): string => sourceId;

function trying(work: () => void): void {
  try {
    work();
  } catch {
    // The engine said no, and the person was told.
  }
}

function restart(host: Host, code: number): void {
  const running = host.list().filter(({ state }) => state === "running");
  const stays = source(host)?.state !== "running" && isFenceUp(host);
  for (const container of running) {
    // Programs that keep none of their work end by force when their time is up.
    const clean = container.server !== undefined;
    host.end(container, clean ? code : 137);
  }
  for (const container of host.list()) {
    const { name } = container.restartPolicy;
    const wanted = name === "always" || (name === "unless-stopped" && !container.stoppedByHand);
    const ran = running.includes(container) || (name === "always" && container.startedAt > "1");
    if (wanted && ran) {
      trying(() => {
        host.start(container.id);
      });
    }
  }
  if (stays && source(host)?.state === "running") {
    host.world.violations.push("I4: the engine brought the source back while it was being copied");
  }
  writeRow(host);
}

const source = (host: Host): SimulatedContainer | undefined => host.find(sourceId);

/** From the stop of the source to the turn of the run, as its journal has it. */
function isFenceUp({ world }: Host): boolean {
  const { entries } = journalIn(world, lastRun(world));
  if (entries.length === 0) return false;
  const progress = foldJournal(entries);
  return progress.turned === undefined && progress.graph === "run" && isDone(stepProgress(progress, "stop"));
}
