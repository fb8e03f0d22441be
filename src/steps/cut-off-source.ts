import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import { fromStored } from "./attachment-schema.ts";
import { linkSource, linkTo, sourceAlias } from "./link-source.ts";

/**
 * The fence of a source whose target follows it: it is taken off every network but the link, with what it publishes, so
 * no client reaches it any more, and what it was told before still reaches the target.
 */
export const cutOffSource = defineCompensable({
  id: "docker/cut-off-source",
  title: "Take the source off its networks",
  reads: [linkSource],
  seconds: 120,
  neverAdopted: true,
  output: z.strictObject({}),
  async probe({ runtime, plan, outputOf }) {
    const { network } = outputOf(linkSource);
    const source = await runtime.findContainer(plan.source.containerId);
    const off = source?.attachments.every((each) => each.network === network) === true;
    return off ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply({ runtime, plan, outputOf }) {
    const { network, networkId, attachments } = outputOf(linkSource);
    const source = await runtime.findContainer(plan.source.containerId);
    const known = new Set([network, ...attachments.map((each) => each.network)]);
    const same = source?.attachments.every((each) => known.has(each.network)) === true;
    if (!same || source.startedAt !== plan.source.startedAt) {
      throw new StepError({
        summary: `Container "${plan.source.container}" was restarted, or put on other networks, since the run began`,
        detail: ["Somebody else is at work on it, so it is left alone."],
      });
    }
    await runtime.attach(source.id, [linkTo(network, networkId, [sourceAlias])]);
    return {};
  },
  /** The link goes last, by its own step: who follows the source has to take leave of it first. */
  async compensate({ runtime, plan, outputOf }) {
    const { network, networkId, attachments } = outputOf(linkSource);
    const wanted = [...attachments.map(fromStored), linkTo(network, networkId, [sourceAlias])];
    await runtime.attach(plan.source.containerId, wanted);
  },
});
