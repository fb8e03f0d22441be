import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { label } from "../ports/runtime.ts";
import { linkSource } from "./link-source.ts";

/** Removes the network between source and target, which nobody is on any more. */
export const removeLink = defineRetryable({
  id: "docker/remove-link",
  title: "Remove the link",
  reads: [linkSource],
  seconds: 120,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply({ runtime, run, outputOf }) {
    await runtime.removeNetwork(outputOf(linkSource).network, { [label.run]: run });
    return {};
  },
});
