import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";

/** Gives the source another name, so that the target can take its own. */
export const setSourceAside = defineCompensable({
  id: "docker/set-source-aside",
  title: "Rename the source",
  seconds: 60,
  output: z.strictObject({ name: z.string() }),
  async probe({ runtime, plan }) {
    const source = await runtime.findContainer(plan.source.containerId);
    const aside = source?.name === plan.target.keptSource;
    return aside ? { state: "present", output: { name: source.name } } : { state: "absent" };
  },
  async apply({ runtime, plan, note }) {
    await runtime.rename(plan.source.containerId, plan.target.keptSource);
    note(`renamed ${plan.source.container} to ${plan.target.keptSource}`);
    return { name: plan.target.keptSource };
  },
  async compensate({ runtime, plan }) {
    const source = await runtime.findContainer(plan.source.containerId);
    if (source?.name !== plan.source.container) {
      await runtime.rename(plan.source.containerId, plan.source.container);
    }
  },
});
