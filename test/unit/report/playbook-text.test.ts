import { expect, test } from "vitest";
import { playbookText, type ShownStep } from "../../../src/report/playbook-text.ts";
import { expectGolden, widest } from "./golden.ts";
import { samplePlan } from "./sample-run.ts";

const steps = samplePlan.steps.map(({ id, kind, phase, title }, index): ShownStep => ({
  id,
  kind,
  phase,
  needs: samplePlan.steps.slice(Math.max(index - 1, 0), index).map((step) => step.id),
  after: [],
  verifies: false,
  step: { title },
}));
const playbook = {
  name: "sample",
  title: "A sample",
  description: undefined,
  steps,
  returnSteps: steps.slice(-2),
};

test("a playbook is a picture with its pivot and its way back", async () => {
  const text = playbookText(playbook);
  await expectGolden("playbook", text);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("without a return graph it says that there is no way back", () => {
  expect(playbookText({ ...playbook, returnSteps: [] })).toContain("There is no way back after the pivot.");
});
