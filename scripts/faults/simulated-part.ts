// One worker's share of the simulated faults.
import { parentPort, workerData } from "node:worker_threads";
import { Campaign, type Violation } from "../../test/simulation/campaign.ts";
import { pairCampaign, type Sample } from "../../test/simulation/fault-pairs.ts";
import { shippedParts } from "../../test/simulation/shipped-parts.ts";
import { actCampaign, deathCampaign, errorCampaign } from "../../test/simulation/single-faults.ts";

export interface Played {
  readonly name: string;
  readonly schedules: number;
  /** How many of them led to a state from which the end had been seen already. */
  readonly merged: number;
  readonly points: readonly string[];
  readonly violations: readonly Violation[];
}

const { of, part, sample } = workerData as {
  readonly of: number;
  readonly part: number;
  readonly sample: Sample;
};
const parts = await shippedParts();
const campaigns: Readonly<Record<string, (campaign: Campaign) => Promise<void>>> = {
  "a process dies": deathCampaign,
  "something fails once": errorCampaign,
  "others change the host": (campaign) => actCampaign(campaign),
  "two processes die": (campaign) => pairCampaign(campaign, sample),
};
/** Neighbours often lead to the same state, and it is judged once by whoever has met it. */
const stretch = 16;
const played: Played[] = [];
for (const [name, go] of Object.entries(campaigns)) {
  const campaign = new Campaign(parts, { of, part, stretch });
  await go(campaign);
  const { schedules, merged, points, violations } = campaign;
  played.push({ name, schedules, merged, points: [...points], violations });
}
parentPort?.postMessage(played);
