import { expect, test } from "vitest";
import { returnCampaign, retireCampaign } from "../faults/after-switch-campaign.ts";
import { nameOf, oneForEachStep } from "../faults/fail-point.ts";
import { resumeCampaign } from "../faults/resume-campaign.ts";
import { rollbackCampaign, undoCampaign } from "../faults/rollback-campaign.ts";

// Every step of the playbook, each at one of its fail points; `npm run faults` goes through all of them.
test("killed once in every step and resumed each time, 16 serves and has everything (I1-I6, I9, I10)", async () => {
  const { violations, missed, kills } = await resumeCampaign((all) => oneForEachStep(all));
  expect(violations).toEqual([]);
  // The image is there, so nothing has to be done for it; and what only looks asks nothing of the engine.
  const told = missed.filter(({ step, moment }) => step !== "pull" && !moment.startsWith("effect"));
  expect(told.map(nameOf)).toEqual([]);
  expect(kills).toBeGreaterThan(25);
});

test("killed in a step and rolled back, everything is as it was before (I1-I4, I7, I9, I10)", async () => {
  const some = ["initialise", "fence", "create", "examine"];
  const { violations, missed } = await rollbackCampaign((all) =>
    oneForEachStep(all, 3).filter(({ step }) => some.includes(step)),
  );
  expect(violations).toEqual([]);
  expect(missed).toEqual([]);
});

test("a rollback that is killed once in every step it undoes comes to the same end (I6, I7)", async () => {
  const { violations, kills } = await undoCampaign((all) => oneForEachStep(all, 1));
  expect(violations).toEqual([]);
  expect(kills).toBeGreaterThan(10);
});

test("the way back after the switch may be killed in every step too (I6, I7)", async () => {
  const { violations, kills } = await returnCampaign((all) => oneForEachStep(all, 2));
  expect(violations).toEqual([]);
  expect(kills).toBeGreaterThan(3);
});

test("a retire may be killed anywhere, and the target serves all the while (I2, I6)", async () => {
  const { violations, kills } = await retireCampaign((all) => all);
  expect(violations).toEqual([]);
  expect(kills).toBeGreaterThan(4);
});
