import { expect, test } from "vitest";
import { retireCampaign } from "../faults/after-switch-campaign.ts";
import { nameOf, oneForEachStep } from "../faults/fail-point.ts";
import { resumeCampaign } from "../faults/resume-campaign.ts";

// Every step of the playbook, each at one of its fail points; `npm run faults` goes through all of them.
test("killed once in every step and resumed each time, 16 serves and has everything (I1-I6, I9, I10)", async () => {
  const { violations, missed, kills } = await resumeCampaign((all) => oneForEachStep(all));
  expect(violations).toEqual([]);
  // The image is there, so nothing has to be done for it; and what only looks asks nothing of the engine.
  const told = missed.filter(({ step, moment }) => step !== "pull" && !moment.startsWith("effect"));
  expect(told.map(nameOf)).toEqual([]);
  expect(kills).toBeGreaterThan(25);
});

test("a retire may be killed anywhere, and the target serves all the while (I2, I6)", async () => {
  const { violations, kills } = await retireCampaign((all) => all);
  expect(violations).toEqual([]);
  expect(kills).toBeGreaterThan(4);
});
