import { expect, test } from "vitest";
import { Campaign } from "../../simulation/campaign.ts";
import { shippedParts } from "../../simulation/shipped-parts.ts";
import { actCampaign, deathCampaign } from "../../simulation/single-faults.ts";

// Where one thing alone stands between a mistake and the data: at just those points, each is played.
const parts = await shippedParts();

test("what writes behind the fence after the dump is noticed by the witness alone, up to the end of the source (I2)", async () => {
  const campaign = new Campaign(parts, { at: /^(read the witness|step\.started (held|verify|prove))/ });
  await actCampaign(campaign, ["something writes behind the fence"], "all");
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(5);
});

test("an engine that restarts never brings the source back once it was stopped (I4)", async () => {
  const campaign = new Campaign(parts, {
    at: /^(stop shop$|step\.(succeeded stop|started isolate)|disconnect)/,
  });
  await actCampaign(campaign, ["daemon restarts", "host restarts"]);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(5);
});

test("what a dead process has left at work is gone before anything else is done (I9)", async () => {
  const campaign = new Campaign(parts, {
    at: /^(start dbshift-.*-(dump|restore|initialise)|alter database|analyze)/,
  });
  await deathCampaign(campaign);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(5);
});

test("a process that dies while it makes something turns nothing round: it is found, or made anew (I6)", async () => {
  const campaign = new Campaign(parts, {
    at: /^(create dbshift-\S*|create volume|create shop|start dbshift|rename)/,
  });
  await deathCampaign(campaign);
  expect(campaign.violations).toEqual([]);
  expect(campaign.schedules).toBeGreaterThan(5);
});
