import { createScene, type Scene } from "../support/environment.ts";
import { journalOf, runsIn } from "../support/run-cli-journal.ts";
import type { CrashedThrough } from "./crash-through.ts";
import { nameOf, type FailPoint } from "./fail-point.ts";
import { Observer } from "./observer.ts";

/** What came of killing dbshift at many points of one kind. Times are in milliseconds. */
export interface CampaignResult {
  readonly name: string;
  /** The fail points at which a process died. */
  readonly hit: readonly FailPoint[];
  readonly missed: readonly FailPoint[];
  readonly kills: number;
  /** Invariants that did not hold, in words; there should be none. */
  readonly violations: readonly string[];
  /** Acts that a client was told were committed, each found in the end. */
  readonly acknowledged: number;
  /** From the start of a process that goes on after a death to its first deed. */
  readonly decisions: readonly number[];
  readonly rollbacks: readonly number[];
  readonly statuses: readonly number[];
}

/** The ground of a campaign, and what it writes down as it goes. */
export class Campaign {
  readonly scene: Scene;
  readonly observer: Observer;
  readonly rollbacks: number[] = [];
  readonly #name: string;
  readonly #hit = new Map<string, FailPoint>();
  readonly #missed = new Map<string, FailPoint>();
  readonly #starts: number[] = [];
  #kills = 0;

  private constructor(name: string, scene: Scene, observer: Observer) {
    this.#name = name;
    this.scene = scene;
    this.observer = observer;
  }

  /** Makes a scene, has something done in it, and removes it whatever came of that. */
  static async in(name: string, go: (campaign: Campaign) => Promise<void>): Promise<CampaignResult> {
    const scene = await createScene({ name: name.replaceAll(" ", "-"), scale: 1 });
    try {
      const campaign = new Campaign(name, scene, await Observer.of(scene));
      try {
        await go(campaign);
        return campaign.#result();
      } finally {
        await campaign.observer.remove();
      }
    } finally {
      await scene.remove();
    }
  }

  /** Takes down who died where. */
  note({ deaths, missed }: Pick<CrashedThrough, "deaths" | "missed">): void {
    for (const { point, startedAt } of deaths) {
      this.#kills += 1;
      this.#hit.set(nameOf(point), point);
      this.#starts.push(startedAt);
    }
    for (const point of missed) this.#missed.set(nameOf(point), point);
  }

  #result(): CampaignResult {
    return {
      name: this.#name,
      hit: [...this.#hit.values()],
      missed: [...this.#missed.values()].filter((point) => !this.#hit.has(nameOf(point))),
      kills: this.#kills,
      violations: this.observer.violations,
      acknowledged: this.observer.acknowledged,
      decisions: this.#decisions(),
      rollbacks: this.rollbacks,
      statuses: this.observer.statusMilliseconds,
    };
  }

  /** The first record after the one that says somebody goes on, less the start of the process that wrote both. */
  #decisions(): number[] {
    const records = runsIn(this.scene.stateHome).flatMap((run) => journalOf(this.scene.stateHome, run));
    return records.flatMap((record, place) => {
      const next = records[place + 1]?.["at"];
      if (record.type !== "run.resumed" || typeof next !== "string") return [];
      const began = this.#starts.findLast((start) => start <= Date.parse(String(record["at"])));
      return began === undefined ? [] : [Date.parse(next) - began];
    });
  }
}
