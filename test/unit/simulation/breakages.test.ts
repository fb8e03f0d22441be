import { expect, test } from "vitest";
import { breakages } from "../../simulation/breakages.ts";
import { Campaign } from "../../simulation/campaign.ts";
import { shippedParts } from "../../simulation/shipped-parts.ts";

// The simulation is worth what it notices.
test.for(breakages)("it is noticed that $what", async ({ broken, campaign, at, shows }) => {
  const faults = new Campaign(broken(await shippedParts()), at === undefined ? {} : { at });
  await campaign(faults);
  const seen = faults.violations.flatMap((violation) => violation.seen);
  expect(seen.filter((violation) => shows.test(violation))).not.toEqual([]);
});
