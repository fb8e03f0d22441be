import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";
import type { ReadContext } from "../playbook/context.ts";
import type { Attachment, Labels } from "../ports/runtime.ts";
import { attachmentSchema, toStored } from "./attachment-schema.ts";
import { ownName } from "./own-container.ts";

/** What the source is called on the link. */
export const sourceAlias = "dbshift-source";

/**
 * Puts the running source on one network more, which leads nowhere else: over it a target can follow it, and still does
 * when the source has been taken off all others.
 */
export const linkSource = defineCompensable({
  id: "docker/link-source",
  title: "Link the source to its target",
  seconds: 120,
  output: z.strictObject({
    network: z.string(),
    networkId: z.string(),
    /** How the source was attached to its user's networks, for the way back. */
    attachments: z.array(attachmentSchema),
  }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { runtime, plan } = ctx;
    const network = linkName(ctx);
    const { id } = await runtime.createNetwork(network, linkLabels(ctx));
    const source = await runtime.findContainer(plan.source.containerId);
    const own = (source?.attachments ?? []).filter((each) => each.network !== network);
    await runtime.attach(plan.source.containerId, [...own, linkTo(network, id, [sourceAlias])]);
    return { network, networkId: id, attachments: own.map(toStored) };
  },
  async compensate(ctx) {
    await ctx.runtime.removeNetwork(linkName(ctx), linkLabels(ctx));
  },
});

export function linkTo(network: string, networkId: string, aliases: readonly string[] = []): Attachment {
  const none = { ipv4: undefined, ipv6: undefined, links: [], driverOptions: {} };
  return { network, networkId, aliases, ...none };
}

const linkName = (ctx: Pick<ReadContext, "run">): string => ownName({ run: ctx.run, attempt: 1 }, "link");

/** Without the attempt: a later one takes the network of an earlier one. */
function linkLabels({ labelsFor }: Pick<ReadContext, "labelsFor">): Labels {
  const { "dbshift.attempt": _attempt, ...labels } = labelsFor("link");
  return labels;
}
