import { Worker } from "node:worker_threads";
import type { Secrets } from "./planted-secrets.ts";

/** What a process was seen with. */
export interface Sighting {
  readonly kind: "sighting";
  readonly place: string;
  readonly where: "cmdline" | "environ";
  readonly pid: number;
  readonly command: string;
  /** The container it is in, by its full id. */
  readonly container: string | undefined;
}

/** The rights a process in a container was seen with, as /proc tells them. */
export interface Rights {
  readonly kind: "rights";
  readonly container: string;
  readonly command: string;
  /** In hexadecimal digits. */
  readonly capabilities: string;
  readonly noNewPrivileges: boolean;
}

export type Noticed = Sighting | Rights | { readonly kind: "end"; readonly rounds: number };

export interface Sampler {
  readonly sightings: readonly Sighting[];
  readonly rights: readonly Rights[];
  /** Returns how often it looked; once it has stopped, too. */
  stop(): Promise<number>;
}

/** Looks at what every process of this host shows of itself, until it is stopped. Others' environments take root. */
export function sampleProcesses(secrets: Secrets): Sampler {
  const cores = Object.fromEntries(Object.entries(secrets).map(([place, { core }]) => [place, core]));
  const worker = new Worker(new URL("./secret-sampler-worker.ts", import.meta.url), { workerData: cores });
  const sightings: Sighting[] = [];
  const rights: Rights[] = [];
  const ended = new Promise<number>((resolve, reject) => {
    worker.on("error", reject).on("message", (noticed: Noticed) => {
      if (noticed.kind === "sighting") sightings.push(noticed);
      else if (noticed.kind === "rights") rights.push(noticed);
      else resolve(noticed.rounds);
    });
  });
  return {
    sightings,
    rights,
    stop: async () => {
      worker.postMessage("stop");
      const rounds = await ended;
      await worker.terminate();
      return rounds;
    },
  };
}
