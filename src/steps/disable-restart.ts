import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";

/**
 * Takes the source's restart policy away before it is stopped: the engine brings an `always` container back at its own
 * next start, and with it a second server on the volume.
 */
export const disableRestart = defineCompensable({
  id: "docker/disable-restart",
  title: "Switch the source's restart policy off",
  seconds: 60,
  output: z.strictObject({ was: z.string() }),
  async probe({ runtime, plan }) {
    const source = await runtime.findContainer(plan.source.containerId);
    const off = source !== undefined && ["", "no"].includes(source.restartPolicy.name);
    return off ? { state: "present", output: { was: source.restartPolicy.name } } : { state: "absent" };
  },
  async apply({ runtime, plan }) {
    await runtime.setRestartPolicy(plan.source.containerId, { name: "no", maximumRetryCount: 0 });
    return { was: plan.source.restartPolicy.name };
  },
  async compensate({ runtime, plan }) {
    await runtime.setRestartPolicy(plan.source.containerId, plan.source.restartPolicy);
  },
});
