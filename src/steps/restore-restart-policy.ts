import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { createTarget } from "./create-target.ts";

/** Gives the serving target the restart policy the source had. */
export const restoreRestartPolicy = defineRetryable({
  id: "docker/restore-restart-policy",
  title: "Switch the target's restart policy on",
  reads: [createTarget],
  seconds: 60,
  output: z.strictObject({ policy: z.string() }),
  async probe({ runtime, plan, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    const { name, maximumRetryCount } = plan.source.restartPolicy;
    const set =
      target?.restartPolicy.name === name && target.restartPolicy.maximumRetryCount === maximumRetryCount;
    return set ? { state: "present", output: { policy: name } } : { state: "absent" };
  },
  async apply({ runtime, plan, outputOf }) {
    await runtime.setRestartPolicy(outputOf(createTarget).containerId, plan.source.restartPolicy);
    return { policy: plan.source.restartPolicy.name };
  },
});
