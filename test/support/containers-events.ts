import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { docker, testLabel } from "./containers.ts";

/** One thing that happened on the daemon, as `docker events` tells it. */
export interface DockerEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** Everything that happens to containers, volumes and networks of the daemon from its beginning on. */
export interface Watch {
  readonly events: readonly DockerEvent[];
  /** The first event that fits, of those in `events` from that place on and of those to come. */
  awaitEvent(
    what: string,
    fits: (event: DockerEvent) => boolean,
    from?: { readonly place?: number; readonly seconds?: number },
  ): Promise<DockerEvent>;
  /** Everything that has happened until it is called is in `events` once this returns. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

export async function watchDocker(): Promise<Watch> {
  const events: DockerEvent[] = [];
  const waiting = new Set<(event: DockerEvent) => void>();
  const kinds = ["container", "volume", "network"].flatMap((type) => ["--filter", `type=${type}`]);
  const since = String(Date.now() / 1000);
  const child = execa("docker", ["events", "--format", "{{json .}}", "--since", since, ...kinds], {
    buffer: false,
    reject: false,
  });
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = JSON.parse(line) as DockerEvent;
      events.push(event);
      for (const tell of waiting) tell(event);
    }
  });
  const watch: Watch = {
    events,
    awaitEvent: (what, fits, { place = 0, seconds = 120 } = {}) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(undefined), seconds * 1000);
        const end = (event: DockerEvent | undefined): void => {
          clearTimeout(timer);
          waiting.delete(tell);
          if (event === undefined) reject(new Error(`Waited ${seconds} s for ${what}.`));
          else resolve(event);
        };
        const tell = (event: DockerEvent): void => {
          if (fits(event)) end(event);
        };
        waiting.add(tell);
        events.slice(place).forEach(tell);
      }),
    catchUp: async () => {
      const name = `dbshift-watch-${randomBytes(6).toString("hex")}`;
      await docker(["volume", "create", "--label", `${testLabel}=watch`, name]);
      await docker(["volume", "rm", name]);
      await watch.awaitEvent(name, ({ Action, Actor }) => Action === "destroy" && Actor.ID === name);
    },
    stop: async () => {
      child.kill();
      await child;
    },
  };
  await watch.catchUp();
  return watch;
}

/** The containers that carried a test's label, by their ids. */
export function containersSeen({ events }: Watch, test: string): ReadonlyMap<string, DockerEvent> {
  const made = events.filter(
    ({ Type, Actor }) => Type === "container" && Actor.Attributes[testLabel] === test,
  );
  return new Map(made.map((event) => [event.Actor.ID, event]));
}

/** Which containers opened a volume and which closed it, in order; what only holds it is left out. */
export function usesOf({ events }: Watch, volume: string): { opened: boolean; container: string }[] {
  const holding = events.filter(({ Actor }) => Actor.Attributes["dbshift.role"] === "holder");
  const holders = new Set(holding.map(({ Actor }) => Actor.ID));
  return events
    .filter(({ Type, Action, Actor }) => Type === "volume" && Actor.ID === volume && Action.endsWith("mount"))
    .filter(({ Actor }) => !holders.has(Actor.Attributes["container"] ?? ""))
    .map(({ Action, Actor }) => ({
      opened: Action === "mount",
      container: Actor.Attributes["container"] ?? "",
    }));
}

/** The volumes that containers with a test's label had open, whoever made them. */
export function volumesSeen(watch: Watch, test: string): ReadonlySet<string> {
  const ours = containersSeen(watch, test);
  const mounts = watch.events.filter(
    ({ Type, Action, Actor }) =>
      Type === "volume" && Action === "mount" && ours.has(Actor.Attributes["container"] ?? ""),
  );
  return new Set(mounts.map(({ Actor }) => Actor.ID));
}
