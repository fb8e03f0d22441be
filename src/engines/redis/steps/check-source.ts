import { blocker } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { factsOf } from "../facts-of.ts";
import { findingsOnCommand } from "../findings-on-command.ts";
import { findingsOnFiles } from "../findings-on-files.ts";
import { findingsOnServer } from "../findings-on-server.ts";
import { findingsOnVersion } from "../findings-on-version.ts";
import { lookAtServer } from "../look-at-server.ts";
import { enterAgain } from "../ways-in.ts";
import type { RedisFacts } from "../facts.ts";
import type { Container } from "../../../ports/runtime.ts";

/** Whether this server is one whose files can be copied whole. Asks it anew: a plan may be days old. */
export const checkSource = defineCheck({
  id: "redis/check-source",
  title: "Check the source server",
  async check(ctx) {
    const { source } = ctx.plan;
    const container = await ctx.runtime.findContainer(source.containerId);
    if (container === undefined) {
      return [blocker("NO-CONTAINER", { summary: `Container "${source.container}" is gone` })];
    }
    const facts = await lookAgain(ctx, container);
    return [
      ...findingsOnVersion(ctx.plan, facts),
      ...findingsOnCommand(container, await ctx.runtime.findImage(container.imageId)),
      ...findingsOnServer(facts, container.name),
      ...(await findingsOnFiles(ctx.runtime, container.id, facts)),
    ];
  },
});

async function lookAgain(
  { runtime, plan, run, signal }: ReadContext,
  container: Container,
): Promise<RedisFacts> {
  const { login } = factsOf(plan);
  const session = await enterAgain(runtime, container, login, { application: run, signal });
  try {
    return await lookAtServer(session, login);
  } finally {
    await session.end();
  }
}
