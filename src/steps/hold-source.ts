import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import type { ReadContext } from "../playbook/context.ts";
import { descriptionPath, holderRole } from "../playbook/source-holder.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "./own-container.ts";

const readySeconds = 60;

/**
 * Its engine may start it again, so what is written there already stays. It ends when it is told to: process 1 ignores
 * every signal that it has no trap for, and `docker stop` would wait out its time.
 */
const script = `
trap 'exit 0' TERM INT
umask 077
: >>${descriptionPath}
while :; do tail -f /dev/null & wait $!; done
`;

/**
 * A container that does nothing but run, with the source volume mounted read-only and the description of the source's
 * container inside. Cleaning up a host (`docker system prune`) removes stopped containers, volumes nobody uses and images
 * nobody runs: the stopped source would be all three. It stays until the source is retired or serves again.
 */
export const holdSource = defineCompensable({
  id: "docker/hold-source",
  title: "Hold the source volume",
  seconds: 120,
  holds: true,
  output: z.strictObject({ containerId: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, holderRole);
    if (own === undefined) return { state: "absent" };
    const written = own.state === "running" && (await has(ctx, own.id, "-s"));
    return written
      ? { state: "present", output: { containerId: own.id } }
      : { state: "partial", detail: `The holder is ${own.state}, or knows nothing.` };
  },
  async apply(ctx) {
    const { runtime, plan } = ctx;
    const containerId = await runtime.createHelper({
      name: ownName(ctx, holderRole),
      image: plan.source.imageId,
      labels: ctx.labelsFor(holderRole),
      argv: ["sh", "-c", script],
      user: "root",
      may: ["write to its root"],
      mounts: [{ volume: plan.source.volume, at: "/held", readOnly: true }],
    });
    await runtime.start(containerId);
    const end = ctx.clock.now().getTime() + readySeconds * 1000;
    while (!(await has(ctx, containerId, "-e"))) {
      if (ctx.clock.now().getTime() > end) throw new StepError({ summary: "The holder did not start" });
      await ctx.clock.sleep(50, ctx.signal);
    }
    const description = await runtime.describe(plan.source.containerId);
    await runtime.replaceFile(containerId, descriptionPath, description);
    await runtime.setRestartPolicy(containerId, { name: "unless-stopped", maximumRetryCount: 0 });
    return { containerId };
  },
  compensate: (ctx) => removeOwnContainers(ctx, holderRole),
});

async function has(ctx: ReadContext, containerId: string, how: "-e" | "-s"): Promise<boolean> {
  const { exitCode } = await ctx.runtime.look(containerId, ["test", how, descriptionPath], { user: "0" });
  return exitCode === 0;
}
