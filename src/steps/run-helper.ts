import { messageOf, StepError } from "../core/errors.ts";
import type { WriteContext } from "../playbook/context.ts";
import { helperPurpose } from "../playbook/helper-purpose.ts";
import { label, type HelperSpec } from "../ports/runtime.ts";
import { ownName, removeOwnContainers } from "./own-container.ts";

export type HelperContext = Pick<
  WriteContext,
  "runtime" | "clock" | "run" | "attempt" | "signal" | "labelsFor" | "note"
>;

interface HelperWork extends Omit<HelperSpec, "name" | "labels"> {
  readonly role: string;
  /** Named in the error when it fails. */
  readonly what: string;
  /** Called every two seconds while it works. */
  readonly watch?: () => Promise<void>;
}

const watchMilliseconds = 2000;

/**
 * Runs a container of our own to its end and returns what it printed on stdout. It does the work that must not depend on
 * this process: when the process dies the container goes on, and a resumed run finds it by its labels and ends it. It is
 * removed here, also when it fails or the step is aborted.
 */
export async function runHelper(
  ctx: HelperContext,
  { role, what, watch, ...spec }: HelperWork,
): Promise<string> {
  await removeOwnContainers(ctx, role);
  const id = await ctx.runtime.createHelper({
    ...spec,
    name: ownName(ctx, role),
    labels: { ...ctx.labelsFor(role), [label.purpose]: helperPurpose },
  });
  try {
    await ctx.runtime.start(id);
    const exitCode = await watched(ctx, id, watch);
    if (exitCode !== 0) {
      const log = await ctx.runtime.logTail(id, 20);
      throw new StepError({
        summary: `${what} failed with exit code ${String(exitCode)}`,
        detail: log.split("\n"),
      });
    }
    return await ctx.runtime.output(id);
  } finally {
    await removeOwnContainers(ctx, role);
  }
}

async function watched(
  ctx: HelperContext,
  id: string,
  watch: (() => Promise<void>) | undefined,
): Promise<number> {
  const ended = new AbortController();
  const watching = watch === undefined ? Promise.resolve() : watchUntil(ctx, watch, ended.signal);
  try {
    return await ctx.runtime.wait(id, ctx.signal);
  } finally {
    ended.abort();
    await watching;
  }
}

/** A look that fails costs a line of progress, never the work. */
async function watchUntil(ctx: HelperContext, watch: () => Promise<void>, ended: AbortSignal): Promise<void> {
  for (;;) {
    await ctx.clock.sleep(watchMilliseconds, ended).catch(() => undefined);
    if (ended.aborted) {
      return;
    }
    await watch().catch((error: unknown) => {
      ctx.note(`progress not known: ${messageOf(error)}`);
    });
  }
}
