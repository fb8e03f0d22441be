import { blocker } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { factsOf } from "../facts-of.ts";
import { findingsOnData } from "../findings-on-data.ts";
import { foreignData } from "../foreign-data.ts";
import { enterAgain } from "../ways-in.ts";

const commandSeconds = 600;

/** Whether every key is of a kind that the other product has, too. Reads the type of each. */
export const checkData = defineCheck({
  id: "redis/check-data",
  title: "Check the data",
  async check({ runtime, plan, run, signal }) {
    const container = await runtime.findContainer(plan.source.containerId);
    if (container === undefined) {
      return [blocker("NO-CONTAINER", { summary: `Container "${plan.source.container}" is gone` })];
    }
    const { login } = factsOf(plan);
    const options = { application: run, seconds: commandSeconds, signal };
    const session = await enterAgain(runtime, container, login, options);
    try {
      return findingsOnData(plan.to, await foreignData(session, signal));
    } finally {
      await session.end();
    }
  },
});
