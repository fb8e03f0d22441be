import { invariant, StepError } from "../../../core/errors.ts";
import { blocker, type Finding } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import type { ServerFacts } from "../facts.ts";
import { findingsOnAccess } from "../findings-on-access.ts";
import { findingsOnCommand } from "../findings-on-command.ts";
import { findingsOnContents } from "../findings-on-contents.ts";
import { findingsOnDatabases } from "../findings-on-databases.ts";
import { findingsOnFiles, walElsewhere } from "../findings-on-files.ts";
import { findingsOnServer } from "../findings-on-server.ts";
import { findingsOnVersion } from "../findings-on-version.ts";
import { lookAtServer } from "../look-at-server.ts";
import { factsOf } from "../facts-of.ts";
import { onServer } from "../user-server.ts";

/** Whether this server is one that a dump carries whole. Asks it anew: a plan may be days old. */
export const checkSource = defineCheck({
  id: "postgres/check-source",
  title: "Check the source server",
  async check(ctx) {
    const { source } = ctx.plan;
    const container = await ctx.runtime.findContainer(source.containerId);
    if (container === undefined) return [gone(source.container)];
    const version = findingsOnVersion(ctx.plan);
    const image = await ctx.runtime.findImage(container.imageId);
    const facts = await lookAgain(ctx);
    return [
      ...version,
      ...findingsOnCommand(container, image),
      ...findingsOnServer(facts, container.name),
      ...findingsOnDatabases(facts, container.name),
      ...findingsOnFiles(facts, container),
      ...findingsOnAccess(facts, ctx.plan),
      ...findingsOnContents(factsOf(ctx.plan).contents, ctx.plan),
      ...(await walFindings(ctx, facts)),
    ];
  },
});

function gone(name: string): Finding {
  return blocker("NO-CONTAINER", { summary: `Container "${name}" is gone` });
}

function lookAgain(ctx: ReadContext): Promise<ServerFacts> {
  const { login } = factsOf(ctx.plan);
  return onServer(ctx, ctx.plan.source.containerId, undefined, async (session) => {
    const container = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    invariant(container !== undefined, "a server that answers has a container");
    return lookAtServer(session, container, login);
  });
}

async function walFindings(
  { runtime, plan }: ReadContext,
  { dataDirectory }: ServerFacts,
): Promise<Finding[]> {
  const path = `${dataDirectory}/pg_wal`;
  const { exitCode, stdout, stderr } = await runtime.look(plan.source.containerId, ["readlink", path]);
  if (exitCode === 0) return [walElsewhere(stdout.trim())];
  // 1 is what readlink says of a directory.
  if (exitCode === 1) return [];
  throw new StepError({ summary: `${path} cannot be looked at`, detail: [stderr] });
}
