import type { ReadContext, WriteContext } from "../playbook/context.ts";
import type { Container } from "../ports/runtime.ts";

/** The container this attempt made for a role, if it is there: found by its labels, so also after a crash. */
export async function findOwnContainer(ctx: ReadContext, role: string): Promise<Container | undefined> {
  return (await ctx.runtime.listContainers(ctx.labelsFor(role)))[0];
}

/** Ends and removes whatever this attempt made for a role. */
export async function removeOwnContainers(
  ctx: Pick<WriteContext, "runtime" | "labelsFor">,
  role: string,
): Promise<void> {
  const labels = ctx.labelsFor(role);
  for (const container of await ctx.runtime.listContainers(labels)) {
    await ctx.runtime.removeContainer(container.id, labels);
  }
}

/** A name of our own on this daemon; people see it in `docker ps` while a run is under way. */
export function ownName(ctx: Pick<ReadContext, "run" | "attempt">, role: string): string {
  return `dbshift-${ctx.run}-${role}${ctx.attempt > 1 ? `-a${String(ctx.attempt)}` : ""}`;
}
