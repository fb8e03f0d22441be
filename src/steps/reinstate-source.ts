import { z } from "zod";
import { awaitServing } from "../playbook/await-serving.ts";
import { defineRetryable } from "../playbook/define-step.ts";
import { fromStored } from "./attachment-schema.ts";
import { stopSource } from "./stop-source.ts";

const readySeconds = 600;

/** Puts the source back in service under its own name: networks, start, readiness, restart policy. */
export const reinstateSource = defineRetryable({
  id: "docker/reinstate-source",
  title: "Start the source under its own name",
  reads: [stopSource],
  seconds: readySeconds + 60,
  output: z.strictObject({ version: z.string() }),
  async probe({ runtime, engine, plan }) {
    const { containerId, container, identity, restartPolicy } = plan.source;
    const source = await runtime.findContainer(containerId);
    if (source?.name !== container || source.restartPolicy.name !== restartPolicy.name) {
      return { state: "absent" };
    }
    const serving = await engine.observe(runtime, containerId);
    if (serving?.identity !== identity) return { state: "absent" };
    return { state: "present", output: { version: serving.version } };
  },
  async apply(ctx) {
    const { runtime, plan } = ctx;
    const { containerId, container, identity, restartPolicy } = plan.source;
    const source = await runtime.findContainer(containerId);
    if (source?.name !== container) await runtime.rename(containerId, container);
    if (source?.state !== "running") {
      await runtime.attach(containerId, ctx.outputOf(stopSource).attachments.map(fromStored));
    }
    await runtime.start(containerId);
    const serving = await awaitServing(ctx, containerId, { identity, seconds: readySeconds }, ctx.signal);
    await runtime.setRestartPolicy(containerId, restartPolicy);
    return { version: serving.version };
  },
});
