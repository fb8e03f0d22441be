import { z } from "zod";
import { awaitServing } from "../playbook/await-serving.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import { stopServer } from "../playbook/stop-server.ts";
import { createTarget } from "./create-target.ts";

const readySeconds = 600;
const stopSeconds = 600;

/** Starts the target under its name, with its ports and aliases. Its own gate keeps clients out until the pivot. */
export const startTarget = defineCompensable({
  id: "docker/start-target",
  title: "Start the target behind its gate",
  reads: [createTarget],
  seconds: readySeconds + 60,
  holds: true,
  output: z.strictObject({ identity: z.string(), version: z.string() }),
  async probe(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const serving = await ctx.engine.observe(ctx.runtime, containerId);
    return serving === undefined ? { state: "absent" } : { state: "present", output: { ...serving } };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    await ctx.runtime.start(containerId);
    return {
      ...(await awaitServing(ctx, containerId, { identity: undefined, seconds: readySeconds }, ctx.signal)),
    };
  },
  async compensate(ctx) {
    const created = ctx.findOutputOf(createTarget);
    const target = created && (await ctx.runtime.findContainer(created.containerId));
    if (target !== undefined) await stopServer(ctx, target, stopSeconds);
  },
});
