import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { awaitServing } from "../playbook/await-serving.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import type { ReadContext } from "../playbook/context.ts";
import type { Container } from "../ports/runtime.ts";
import { stopServer } from "../playbook/stop-server.ts";
import { attachmentSchema, toStored, type StoredAttachment } from "./attachment-schema.ts";
import { linkSource } from "./link-source.ts";

/** A clean stop flushes every dirty page; it is given all the time it needs, because a killed server has to recover. */
const stopSeconds = 1800;
const readySeconds = 600;

const ended: readonly string[] = ["created", "exited", "dead"];

/** Stops the source cleanly: from here on nobody is served until the fence is lifted or the target opens. */
export const stopSource = defineCompensable({
  id: "docker/stop-source",
  title: "Stop the source",
  mayRead: [linkSource],
  seconds: stopSeconds + 60,
  holds: true,
  neverAdopted: true,
  /** How it was attached to its networks, for the way back. */
  output: z.strictObject({ attachments: z.array(attachmentSchema) }),
  async probe(ctx) {
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source === undefined || !ended.includes(source.state)) return { state: "absent" };
    return { state: "present", output: { attachments: attachmentsOf(ctx, source) } };
  },
  async apply(ctx) {
    const { runtime, plan } = ctx;
    const source = await runtime.findContainer(plan.source.containerId);
    if (source?.startedAt !== plan.source.startedAt || source.state !== "running") {
      throw new StepError({
        summary: `Container "${plan.source.container}" was restarted or stopped since the plan was made`,
        detail: ["Somebody else is at work on it, so it is left alone."],
      });
    }
    await stopServer(ctx, source, stopSeconds);
    return { attachments: attachmentsOf(ctx, source) };
  },
  async compensate(ctx) {
    const { containerId, identity } = ctx.plan.source;
    await ctx.runtime.start(containerId);
    await awaitServing(ctx, containerId, { identity, seconds: readySeconds }, ctx.signal);
  },
});

/** Its user's: one that was linked to its target is off them by now. */
function attachmentsOf({ findOutputOf }: ReadContext, { attachments }: Container): StoredAttachment[] {
  return findOutputOf(linkSource)?.attachments ?? attachments.map(toStored);
}
