import { z } from "zod";
import { DeadlinePassed, messageOf, StepError } from "../../../core/errors.ts";
import { awaitServing } from "../../../playbook/await-serving.ts";
import { definePivot } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { carriedRules, gateRules } from "../gate.ts";
import { openPrivate } from "../private-server.ts";
import { carryConfiguration, readConfigurationFile, sha256 } from "./carry-configuration.ts";
import { initialiseTarget } from "./initialise-target.ts";

const reloadSeconds = 60;
const reloaded = z.object({ at: z.string() });

/**
 * The pivot: the source's own access rules take the gate's place, and the server is told. From the moment the rules are
 * on disk a client may be let in, so from then on there is no way back by itself.
 */
export const openGate = definePivot({
  id: "postgres/open-gate",
  title: "Let clients in",
  reads: [createTarget, initialiseTarget, carryConfiguration],
  seconds: 300,
  releases: ["docker/stop-source", "docker/isolate-source", "docker/start-target"],
  output: z.strictObject({ openedAt: z.string() }),
  async probe(ctx) {
    // A gate cannot be open in a container that this run has not made.
    if (ctx.findOutputOf(createTarget) === undefined) return { state: "absent" };
    const target = await ctx.runtime.findContainer(ctx.outputOf(createTarget).containerId);
    if (target?.state !== "running") return { state: "partial", detail: "The target is stopped." };
    return (await digestOfRules(ctx)) === sha256(gateRules)
      ? { state: "absent" }
      : { state: "partial", detail: "The rules were replaced." };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const { dataDirectory } = ctx.outputOf(initialiseTarget);
    // A host that was restarted in between has not started it: it has no restart policy yet.
    await ctx.runtime.start(containerId);
    await awaitServing(ctx, containerId, { identity: undefined, seconds: reloadSeconds }, ctx.signal);
    const session = await openPrivate(ctx, containerId, "template1").catch((error: unknown) => {
      ctx.signal.throwIfAborted();
      ctx.note(`the gate does not let us in: ${messageOf(error)}`);
      return undefined;
    });
    if (session === undefined) return openAlready(ctx, containerId);
    try {
      const carried = await readConfigurationFile(session, `${dataDirectory}/${carriedRules}`);
      if (sha256(carried) !== ctx.outputOf(carryConfiguration).rules) {
        throw new StepError({ summary: "The access rules that were carried are not what they were" });
      }
      const before = (await session.row(reloaded, "select pg_conf_load_time()::text as at")).at;
      await ctx.runtime.replaceFile(containerId, `${dataDirectory}/pg_hba.conf`, carried);
      await session.run("select pg_reload_conf()");
      const end = ctx.clock.now().getTime() + reloadSeconds * 1000;
      while ((await session.row(reloaded, "select pg_conf_load_time()::text as at")).at === before) {
        if (ctx.clock.now().getTime() > end) {
          throw new DeadlinePassed("The target did not reload its rules", reloadSeconds);
        }
        await ctx.clock.sleep(20, ctx.signal);
      }
    } finally {
      await session.end();
    }
    return { openedAt: ctx.clock.now().toISOString() };
  },
});

/** The gate does not let us in any more: an earlier attempt has opened it, and the user's own way in has to work. */
async function openAlready(ctx: ReadContext, containerId: string): Promise<{ openedAt: string }> {
  const open = (await digestOfRules(ctx)) === ctx.outputOf(carryConfiguration).rules;
  if (!open || (await ctx.engine.observe(ctx.runtime, containerId)) === undefined) {
    throw new StepError({ summary: "The target does not answer" });
  }
  return { openedAt: ctx.clock.now().toISOString() };
}

async function digestOfRules(ctx: ReadContext): Promise<string> {
  const { containerId } = ctx.outputOf(createTarget);
  const path = `${ctx.outputOf(initialiseTarget).dataDirectory}/pg_hba.conf`;
  const { exitCode, stdout, stderr } = await ctx.runtime.look(containerId, ["sha256sum", path]);
  if (exitCode === 0) return stdout.replace(/^\\/, "").slice(0, 64);
  throw new StepError({ summary: "The access rules of the target cannot be read", detail: [stderr] });
}
