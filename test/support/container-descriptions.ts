import { readdirSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { testLabel } from "./containers.ts";
import type { Watch } from "./containers-events.ts";

/** The parts of `docker inspect` that say what a container may do. */
export interface Box {
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly PidMode: string;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Devices: readonly unknown[] | null;
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
}

/** What Docker says of a container that was made while this looked, and what the container printed. */
export interface Description {
  readonly id: string;
  readonly role: string;
  /** It is started as its user had the source started, and may what that may. */
  readonly serves: boolean;
  readonly inspected: string;
  readonly box: Box;
  /** The modes of the files in volumes that a restore reads, by their paths. */
  readonly modes: ReadonlyMap<string, number>;
  readonly log: Promise<string>;
}

export interface Descriptions {
  readonly found: readonly Description[];
  /** The roles of those that were gone before they could be described. */
  readonly missed: readonly string[];
  stop(): Promise<void>;
}

const servers = /^(fenced-source|hidden-target|target|archive-proof|restored)$/;

/** Describes every container of these tests that has a role, as soon as it is made, also those that are gone at once. */
export function describeContainers(watch: Watch, tests: readonly string[]): Descriptions {
  const found: Description[] = [];
  const missed: string[] = [];
  const logs = new Map<string, Promise<string>>();
  const underWay: Promise<unknown>[] = [];
  const stopped = new AbortController();
  let place = 0;
  const timer = setInterval(() => {
    const news = watch.events.slice(place);
    place += news.length;
    for (const { Type, Action, Actor } of news) {
      const { "dbshift.role": role, [testLabel]: test = "" } = Actor.Attributes;
      if (Type !== "container" || role === undefined || !tests.includes(test)) continue;
      if (Action === "create") underWay.push(describe(Actor.ID, role));
      if (Action === "start" && !logs.has(Actor.ID)) logs.set(Actor.ID, follow(Actor.ID, stopped.signal));
    }
  }, 5);

  async function describe(id: string, role: string): Promise<void> {
    const { status, text } = await engineSays(`/containers/${id}/json`);
    if (status !== 200) {
      missed.push(role);
      return;
    }
    const box = JSON.parse(text) as Box;
    const modes = role === "restore" ? modesIn(box) : new Map<string, number>();
    found.push({
      ...{ id, role, inspected: text, box, modes },
      serves: servers.test(role),
      get log() {
        return logs.get(id) ?? Promise.resolve("");
      },
    });
  }

  return {
    found,
    missed,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      // Some go on running.
      stopped.abort();
    },
  };
}

const follow = async (id: string, signal: AbortSignal): Promise<string> =>
  (await engineSays(`/containers/${id}/logs?follow=1&stdout=1&stderr=1`, signal)).text;

/** Asks the engine itself: the client takes longer to start than some containers live. What came until then is an answer. */
function engineSays(path: string, enough?: AbortSignal): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: "/var/run/docker.sock", path }, (answer) => {
      let text = "";
      const done = (): void => {
        resolve({ status: answer.statusCode ?? 0, text });
      };
      answer.setEncoding("utf8").on("data", (more: string) => (text += more));
      answer.on("end", done).on("error", done).on("close", done);
      enough?.addEventListener("abort", () => answer.destroy());
    });
    asked.on("error", reject).end();
  });
}

/** Where the engine keeps its volumes on this machine. */
function modesIn({ Mounts: mounts }: Box): Map<string, number> {
  const volumes = mounts.filter(({ Type }) => Type === "volume").map(({ Source }) => Source);
  const files = volumes.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(files.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mode ?? 0]));
}
