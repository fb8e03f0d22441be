import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { createTarget } from "./create-target.ts";

const stopSeconds = 1800;

/** Takes the target out of service for a return: restart policy off, then a clean stop. Nothing of it is removed. */
export const stopTarget = defineRetryable({
  id: "docker/stop-target",
  title: "Stop the target",
  reads: [createTarget],
  seconds: stopSeconds + 60,
  output: z.strictObject({}),
  async probe({ runtime, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    const live = target !== undefined && ["running", "paused", "restarting"].includes(target.state);
    return live ? { state: "absent" } : { state: "present", output: {} };
  },
  async apply({ runtime, engine, outputOf }) {
    const { containerId } = outputOf(createTarget);
    await runtime.setRestartPolicy(containerId, { name: "no", maximumRetryCount: 0 });
    await runtime.stop(containerId, stopSeconds, engine.stopSignal);
    return {};
  },
});
