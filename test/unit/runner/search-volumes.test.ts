import { expect, test } from "vitest";
import type { Engine, FoundCluster } from "../../../src/ports/engine.ts";
import type { Container, HelperSpec, Runtime, Volume } from "../../../src/ports/runtime.ts";
import { searchVolumes } from "../../../src/runner/search-volumes.ts";
import { other, volume } from "../steps/sample-container.ts";

const now = new Date("2026-11-21T08:00:00Z");
const ours = { "dbshift.run": "doctor", "dbshift.role": "search" };

interface Host {
  readonly volumes: readonly Volume[];
  readonly containers?: readonly Container[];
  readonly images?: readonly string[];
  /** A volume that Docker cannot mount. */
  readonly broken?: string;
  readonly onStart?: () => void;
}

/** An engine on which every volume holds a cluster of the major its name ends in; what it was told is kept. */
function hostWith({ volumes, containers = [], images = ["plain", "postgres"], broken, onStart }: Host) {
  const helpers = new Map<string, HelperSpec>();
  const removed: string[] = [];
  const started: HelperSpec[] = [];
  const runtime = {
    listVolumes: () => Promise.resolve(volumes),
    listContainers: () => Promise.resolve(containers),
    listImages: () => Promise.resolve(images),
    findImage: (id: string) => Promise.resolve({ id }),
    createHelper: (spec: HelperSpec) => {
      helpers.set(spec.name, spec);
      return Promise.resolve(spec.name);
    },
    start: (id: string) => {
      const spec = helpers.get(id)!;
      onStart?.();
      if (spec.mounts.some((mount) => "volume" in mount && mount.volume === broken)) {
        return Promise.reject(new Error("cannot be mounted"));
      }
      started.push(spec);
      return Promise.resolve();
    },
    wait: (_: string, signal: AbortSignal) =>
      signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve(0),
    output: (id: string) => Promise.resolve(JSON.stringify(helpers.get(id)!.mounts)),
    removeContainer: (id: string) => {
      removed.push(id);
      helpers.delete(id);
      return Promise.resolve();
    },
  };
  const read = (output: string): FoundCluster[] =>
    (JSON.parse(output) as { volume: string }[]).map(({ volume: name }, place) => ({
      ...{ place, major: name.slice(-2), sizeBytes: 1, lastWrite: `2026-01-${name.slice(-2)}T00:00:00.000Z` },
    }));
  const engine = {
    clusterSearch: { script: "look", read },
    majorOfImage: ({ id }: { id: string }) => (id === "postgres" ? "16" : undefined),
  };
  return {
    runtime: runtime as unknown as Runtime,
    engine: engine as unknown as Engine,
    helpers,
    removed,
    started,
  };
}

const never = new AbortController().signal;
const searching = (host: ReturnType<typeof hostWith>, signal = never) =>
  searchVolumes({
    ...host,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    labels: { a: "b" },
    signal,
  });

const named = (name: string, more: Partial<Volume> = {}): Volume => ({ ...volume, name, ...more });
const having = (name: string, of: string): Container => {
  const mount = {
    type: "volume",
    anonymous: false,
    source: "",
    destination: "/v",
    subpath: undefined,
  } as const;
  return other({ name, mounts: [{ ...mount, volume: of, readOnly: false }] });
};

test("volumes nobody named or nothing has are looked into, and others are not", async () => {
  const host = hostWith({
    volumes: [named("used-15"), named("loose-13"), named("nameless-17", { anonymous: true })],
    containers: [having("shop", "used-15"), having("blog", "nameless-17")],
  });
  const { clusters, read } = await searching(host);
  expect(clusters).toMatchObject([
    { volume: "nameless-17", major: "17", anonymous: true, containers: ["blog"] },
    { volume: "loose-13", major: "13", anonymous: false, containers: [] },
  ]);
  expect(read).toBe(2);
});

test("what looks has every volume read-only, no network, the given labels, an image of the engine's, and is gone", async () => {
  const host = hostWith({ volumes: [named("a-15"), named("b-16")] });
  await searching(host);
  const looked = host.started.at(-1)!;
  expect(looked).toMatchObject({ image: "postgres", labels: { ...ours, a: "b" } });
  expect(looked.mounts).toMatchObject([{ readOnly: true }, { readOnly: true }]);
  expect(looked.networkOf).toBeUndefined();
  expect(host.helpers.size).toBe(0);
});

test("a volume that cannot be mounted is named, and keeps no other from being looked into", async () => {
  const names = ["10", "11", "12", "13", "14"].map((major) => `v-${major}`);
  const host = hostWith({ volumes: names.map((name) => named(name)), broken: "v-12" });
  const { clusters, unread, read } = await searching(host);
  expect(clusters.map(({ volume: name }) => name)).toEqual(["v-14", "v-13", "v-11", "v-10"]);
  expect(unread).toEqual([{ volume: "v-12", reason: "cannot be mounted" }]);
  expect(read).toBe(4);
  expect(host.helpers.size).toBe(0);
});

test("a volume of a driver or with options of its own is not looked into, which is said", async () => {
  const host = hostWith({
    volumes: [named("nfs-15", { options: { type: "nfs" } }), named("x-15", { driver: "x" })],
  });
  const { clusters, unread, read } = await searching(host);
  expect({ clusters, read }).toEqual({ clusters: [], read: 0 });
  expect(unread.map(({ volume: name }) => name)).toEqual(["nfs-15", "x-15"]);
  expect(host.removed).toEqual([]);
});

test("without an image nothing is pulled, and it is said of each volume", async () => {
  const { clusters, unread } = await searching(hostWith({ volumes: [named("a-15")], images: [] }));
  expect(clusters).toEqual([]);
  expect(unread).toMatchObject([{ volume: "a-15", reason: /no image/ }]);
});

test("interrupted, it ends with the reason, and what looked is gone (I9)", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const host = hostWith({ volumes: [named("a-15"), named("b-15")], onStart: () => stop.abort(reason) });
  await expect(searching(host, stop.signal)).rejects.toBe(reason);
  expect(host.helpers.size).toBe(0);
  expect(host.removed).toHaveLength(1);
});

test("what a killed search has left is removed; one that may be looking right now, and what is not ours, is not (I10)", async () => {
  const left = other({ labels: ours });
  const host = hostWith({
    volumes: [named("a-15")],
    containers: [
      { ...left, id: "left", createdAt: "2026-11-21T06:00:00Z" },
      { ...left, id: "young", createdAt: "2026-11-21T07:59:00Z" },
      { ...left, id: "foreign", createdAt: "2026-11-21T06:00:00Z", labels: { "dbshift.run": "doctor" } },
    ],
  });
  await searching(host);
  expect(host.removed).toContain("left");
  expect(host.removed).not.toContain("young");
  expect(host.removed).not.toContain("foreign");
});
