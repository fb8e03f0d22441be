import { expect, test } from "vitest";
import { Campaign } from "../../simulation/campaign.ts";
import { pairCampaign } from "../../simulation/fault-pairs.ts";
import { shippedParts } from "../../simulation/shipped-parts.ts";
import { actCampaign, deathCampaign, errorCampaign } from "../../simulation/single-faults.ts";

// A few of all there are; `npm run faults -- --simulated` plays every one.
const parts = await shippedParts();

test("a process that dies anywhere leaves what another brings to an end (I1-I7, I9, I10)", async () => {
  const campaign = new Campaign(parts, { of: 16, part: 1 });
  await deathCampaign(campaign);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(45);
});

test("whatever fails once, nothing is lost, and the run comes to an end (I2, I6, I12)", async () => {
  const campaign = new Campaign(parts, { of: 40, part: 5 });
  await errorCampaign(campaign);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(20);
});

test("whatever others do on the host meanwhile, nothing is lost (I2-I4, I7, I10)", async () => {
  const campaign = new Campaign(parts, { of: 80, part: 7 });
  await actCampaign(campaign);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(20);
});

test("a process that dies while it goes on after another's death leaves no worse (I1-I7, I9, I10)", async () => {
  const campaign = new Campaign(parts, { of: 60, part: 11 });
  await pairCampaign(campaign, { seed: 1, each: 2 });
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(20);
});
