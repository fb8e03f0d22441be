import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Difference } from "./inventory.ts";
import type { Kind, Rephrasing } from "./kind.ts";
import type { SqlSession } from "./sql-session.ts";

type Rephrase = NonNullable<Kind["rephrase"]>[string];

/**
 * Leaves out the differences that are only how two majors word one definition: the source's text is created in the
 * target, in a transaction that is rolled back, and read back. A text that cannot be created stays a difference.
 *
 * The texts were deparsed by the source's server, and the dump has brought the same statements into the target already.
 */
export async function settleDefinitions(
  target: SqlSession,
  kind: Kind,
  differences: readonly Difference[],
): Promise<Difference[]> {
  const settleable = (difference: Difference): Rephrase | undefined =>
    difference.what === "differs" && difference.source !== null && difference.target !== null
      ? kind.rephrase?.[difference.property]
      : undefined;
  if (!differences.some(settleable)) return [...differences];

  const probe = `dbshift_probe_${randomBytes(8).toString("hex")}`;
  await target.run("begin");
  try {
    await silenceEventTriggers(target);
    await target.run(`create schema ${probe}; savepoint rephrasing`);
    const remaining: Difference[] = [];
    for (const difference of differences) {
      const rephrase = settleable(difference);
      const same =
        rephrase !== undefined &&
        difference.what === "differs" &&
        (await rephrased(target, rephrase(difference, probe))) === difference.target;
      if (!same) remaining.push(difference);
    }
    return remaining;
  } finally {
    await target.run("rollback");
  }
}

/** Those marked ALWAYS fire in our sessions too, and users write them to forbid what is tried here. */
async function silenceEventTriggers(target: SqlSession): Promise<void> {
  const triggers = await target.rows(
    z.object({ disable: z.string() }),
    `select format('alter event trigger %I disable', evtname) as disable
     from pg_event_trigger where evtenabled = 'A'`,
  );
  for (const { disable } of triggers) await target.run(disable);
}

/** The text as the target words it; undefined where the target does not take it. */
async function rephrased(
  target: SqlSession,
  { statements, read, params }: Rephrasing,
): Promise<string | undefined> {
  try {
    await target.run(statements.join(";\n"));
    const [row] = await target.rows(z.object({ text: z.string().nullable() }), read, [...(params ?? [])]);
    return row?.text ?? undefined;
  } catch (error) {
    if (!isSqlError(error)) throw error;
    return undefined;
  } finally {
    await target.run("rollback to savepoint rephrasing");
  }
}

/** The server said no and the session goes on. Anything else, such as a broken connection, is a failure. */
const isSqlError = (error: unknown): boolean => error instanceof Error && "severity" in error;
