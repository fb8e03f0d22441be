import { acts, type Act } from "./acts.ts";
import type { Campaign, State } from "./campaign.ts";
import type { Command } from "./tool.ts";

/** The commands of a run, each from where it begins. */
export async function beginnings(campaign: Campaign): Promise<readonly Beginning[]> {
  const { start } = campaign;
  const switched = await campaign.after(start, "upgrade");
  const returned = await campaign.after(switched, "return");
  const forward = await campaign.deaths(start, "upgrade");
  // The last at which all of it can still be undone.
  const late = forward.findLast(
    ({ point }) => point.startsWith("step.started open") && point.endsWith("tears"),
  );
  return [
    { from: start, command: "upgrade", ways: ["resume", "rollback"] },
    ...(late === undefined
      ? []
      : [{ from: late, command: "rollback", ways: ["resume", "rollback"] } satisfies Beginning]),
    { from: switched, command: "return", ways: ["resume", "return"] },
    { from: switched, command: "retire", ways: ["resume"] },
    { from: returned, command: "retire", ways: ["resume"] },
  ];
}

export interface Beginning {
  readonly from: State;
  readonly command: Command;
  /** How it can go on when it was cut off. */
  readonly ways: readonly Command[];
}

/** A process dies at each point of each command, and another goes on from there. */
export async function deathCampaign(campaign: Campaign): Promise<void> {
  for (const { from, command, ways } of await beginnings(campaign)) {
    for (const state of await campaign.deaths(from, command)) {
      for (const way of ways) await campaign.judge(state, way);
    }
  }
}

/** The engine, a server or the disk fails once, at each point of each command. */
export async function errorCampaign(campaign: Campaign): Promise<void> {
  for (const { from, command } of await beginnings(campaign)) {
    for (const point of await campaign.pointsOf(from, command, "all")) {
      await campaign.suffer(from, { command, point, what: "refused" });
      if (point.kind !== "look") await campaign.suffer(from, { command, point, what: "unheard" });
    }
  }
}

/** Somebody does something on the host, at each point of an upgrade and of the ways back that changes something, or at all. */
export async function actCampaign(
  campaign: Campaign,
  which = Object.keys(acts) as readonly Act[],
  points: "changes" | "all" = "changes",
): Promise<void> {
  for (const { from, command } of await beginnings(campaign)) {
    if (command === "retire") continue;
    const all = await campaign.pointsOf(from, command, points);
    for (const what of which) {
      for (const point of all) await campaign.suffer(from, { command, point, what });
    }
  }
}
