import { expect, test } from "vitest";
import { returnCampaign } from "../faults/after-switch-campaign.ts";
import { oneForEachStep } from "../faults/fail-point.ts";
import { rollbackCampaign, undoCampaign } from "../faults/rollback-campaign.ts";

// The ways back of the crash matrix, each at some of their fail points; `npm run faults` goes through all of them.
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
