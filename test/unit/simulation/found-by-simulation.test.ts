import { expect, test } from "vitest";
import type { Act } from "../../simulation/acts.ts";
import { Campaign } from "../../simulation/campaign.ts";
import { shippedParts } from "../../simulation/shipped-parts.ts";
import { actCampaign } from "../../simulation/single-faults.ts";

interface Found {
  readonly what: string;
  readonly at: RegExp;
  readonly acts: readonly Act[];
}

// What the simulation has found, each at the points at which it was.
test.for<Found>([
  {
    what: "a hidden target that its engine stopped has its closed databases closed all the same (I13)",
    at: /^step.started unhide|allow_connections false$/,
    acts: ["daemon restarts", "host restarts"],
  },
  {
    what: "a source whose host was restarted before it had its restart policy back is started by the rollback (I6)",
    at: /^step.compensat(ed stop|ing restart-off)/,
    acts: ["daemon restarts", "host restarts"],
  },
  {
    what: "a volume of somebody else's under the target's name is no reason not to go back (I6, I10)",
    at: /^check.passed (space|image)/,
    acts: ["somebody takes the name of the target volume"],
  },
  {
    what: "a target that was started again on the way back is stopped again (I6)",
    at: /^(step.succeeded target-off|disconnect shop|create a network)/,
    acts: ["somebody starts what has its name"],
  },
  {
    what: "a target that was pruned on the way back keeps the source from nothing (I6)",
    at: /^(step.succeeded target-off|disconnect shop|create a network)/,
    acts: ["somebody prunes"],
  },
])("$what", async ({ at, acts }) => {
  const campaign = new Campaign(await shippedParts(), { at });
  await actCampaign(campaign, acts);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(1);
});

test("a process that dies while it throws away what is half made leaves nothing of it in use (I6)", async () => {
  const campaign = new Campaign(await shippedParts());
  const firsts = await campaign.deaths(campaign.start, "upgrade");
  for (const first of firsts.filter(({ point }) =>
    /^step.started (configuration|restore), dies/.test(point),
  )) {
    const seconds = await campaign.deaths(first, "resume");
    for (const second of seconds.filter(({ point }) => point.startsWith("step.compensat"))) {
      await campaign.judgeAll(second, ["resume"]);
    }
  }
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(20);
});
