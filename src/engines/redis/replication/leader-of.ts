import type { ReadContext } from "../../../playbook/context.ts";
import { StepError } from "../../../core/errors.ts";
import { factsOf } from "../facts-of.ts";
import { askedPassword, knownOf } from "../passwords.ts";
import type { Session } from "../session.ts";
import { enterAgain } from "../ways-in.ts";
import type { Leader } from "./follow.ts";
import { replicationState } from "./replication-state.ts";

const commandSeconds = 60;

/** Runs one piece of work on the source's own server. */
export async function onSource<T>(
  { runtime, plan, run, signal }: Pick<ReadContext, "runtime" | "plan" | "run" | "signal">,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const container = await runtime.findContainer(plan.source.containerId);
  if (container === undefined) throw new StepError({ summary: "The source container is gone" });
  const { login } = factsOf(plan);
  const options = { answeredFor: plan.source.container, application: run, seconds: commandSeconds, signal };
  const session = await enterAgain(runtime, container, login, options);
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

/** What tells the source's server from any other; where it has ended, no session can lead to it. */
export async function sourceRunId(ctx: ReadContext): Promise<string> {
  const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
  if (source?.state !== "running") return "ended";
  return (await onSource(ctx, replicationState)).runId;
}

/** A server like the source, to be followed by another: it has the source's port and password. */
export async function leaderOf({ runtime, plan }: ReadContext, host: string): Promise<Leader> {
  const { login } = factsOf(plan);
  const container = await runtime.findContainer(plan.source.containerId);
  if (container === undefined) throw new StepError({ summary: "The source container is gone" });
  const known = await knownOf(runtime, container);
  const asked = login.way === "person" ? await askedPassword(plan.source.container, undefined) : undefined;
  const stored = login.way === "open" ? undefined : known.password?.password;
  return { host, port: login.port, password: asked ?? stored };
}
