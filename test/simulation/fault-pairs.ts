import { createHash } from "node:crypto";
import type { Campaign, State } from "./campaign.ts";
import { beginnings } from "./single-faults.ts";

/** Which pairs are played: so many second faults for each first one, drawn by the seed. */
export interface Sample {
  readonly seed: number;
  /** Infinity plays all there are. */
  readonly each: number;
}

/** Two deaths: at a point of a command, and at a point of the one that goes on from there. Then on to the end. */
export async function pairCampaign(campaign: Campaign, { seed, each }: Sample): Promise<void> {
  for (const { from, command, ways } of await beginnings(campaign)) {
    for (const state of await campaign.deaths(from, command)) {
      for (const way of ways) {
        if (!campaign.isOurs(state.point)) continue;
        const seconds = await campaign.deaths(state, way);
        for (const second of draw(seconds, { seed, each })) {
          await campaign.judgeAll(second, ["resume", ...(way === "resume" ? ways : [])]);
        }
      }
    }
  }
}

/** The same for the same seed, whatever was drawn before. */
function draw(states: readonly State[], { seed, each }: Sample): readonly State[] {
  return states
    .map((state) => ({ state, lot: lotOf(seed, state) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, each)
    .map(({ state }) => state);
}

function lotOf(seed: number, { schedule }: State): number {
  return createHash("sha256")
    .update(JSON.stringify([seed, schedule]))
    .digest()
    .readUInt32BE(0);
}
