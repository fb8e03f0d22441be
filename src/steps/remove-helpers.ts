import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import type { ReadContext } from "../playbook/context.ts";
import { label, type Container, type Volume } from "../ports/runtime.ts";
import { holderRole } from "../playbook/source-holder.ts";
import { targetRole } from "./create-target.ts";
import { reinstateSource } from "./reinstate-source.ts";

/** Removes everything the run made that is not what it was for: only the target container and its volume stay. */
export const removeHelpers = defineRetryable({
  id: "docker/remove-helpers",
  title: "Remove what the run no longer needs",
  mayRead: [reinstateSource],
  seconds: 600,
  output: z.strictObject({}),
  async probe(ctx) {
    const left = (await containersOf(ctx)).length + (await volumesOf(ctx)).length;
    return left === 0 ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply(ctx) {
    for (const { id, labels } of await containersOf(ctx)) await ctx.runtime.removeContainer(id, labels);
    for (const { name, labels } of await volumesOf(ctx)) await ctx.runtime.removeVolume(name, labels);
    return {};
  },
});

async function containersOf({ runtime, run, findOutputOf }: ReadContext): Promise<readonly Container[]> {
  // The source is held until it is retired, or serves again.
  const held = findOutputOf(reinstateSource) === undefined ? [holderRole] : [];
  const kept: readonly (string | undefined)[] = [targetRole, "lease", ...held];
  const ours = await runtime.listContainers({ [label.run]: run });
  return ours.filter(({ labels }) => !kept.includes(labels[label.role]));
}

async function volumesOf({ runtime, run }: ReadContext): Promise<readonly Volume[]> {
  const ours = await runtime.listVolumes({ [label.run]: run });
  return ours.filter(({ labels }) => labels[label.role] !== "data");
}
