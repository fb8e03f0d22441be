import { blocker, info, type Finding } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { keyspaceOf, type DatabaseSize } from "../keyspace.ts";
import { onPrivate } from "../private-server.ts";
import { readInfo } from "../read-info.ts";
import { readUsers } from "../read-users.ts";
import { onSource } from "../replication/leader-of.ts";
import { catchUp } from "./catch-up.ts";
import { compareReplica } from "./compare-replica.ts";

type Sizes = ReadonlyMap<number, DatabaseSize>;

const looks = 40;
const pauseMilliseconds = 50;

/**
 * Behind the fence: the number of keys in each database, and of those that expire, users, and that nothing was evicted.
 * What the keys hold was compared before; what was written since came by the stream, all of it.
 */
export const verifyReplica = defineCheck({
  id: "redis/verify-replica",
  title: "Verify the target against the source",
  reads: [createTarget, compareReplica, catchUp],
  verifies: true,
  async check(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const { keys } = ctx.outputOf(compareReplica);
    return [
      ...(await sizeFindings(ctx, containerId)),
      ...(await userFindings(ctx, containerId)),
      info("REDIS-COMPARED", { summary: `Compared before the switch: ${String(keys)} keys` }),
    ];
  },
});

/** What expires is removed by the source, and the target hears of it a moment later. */
async function sizeFindings(ctx: ReadContext, containerId: string): Promise<Finding[]> {
  for (let look = 1; ; look += 1) {
    const source = await onSource(ctx, keyspaceOf);
    const { target, evicted } = await onPrivate(ctx, containerId, async (session) => ({
      target: await keyspaceOf(session),
      evicted: Number((await readInfo(session)).get("evicted_keys")),
    }));
    const found = sizeDifferences(source, target);
    if (evicted > 0) found.push(`the target evicted ${String(evicted)} keys for want of memory`);
    if (found.length === 0 || look === looks) {
      return found.map((summary) => blocker("VERIFY-DIFFERENCE", { summary }));
    }
    await ctx.clock.sleep(pauseMilliseconds, ctx.signal);
  }
}

export function sizeDifferences(source: Sizes, target: Sizes): string[] {
  const numbers = [...new Set([...source.keys(), ...target.keys()])].sort((a, b) => a - b);
  const text = (size: DatabaseSize | undefined): string =>
    `${String(size?.keys ?? 0)} keys, ${String(size?.expires ?? 0)} of which expire`;
  return numbers.flatMap((number) => {
    const [was, is] = [text(source.get(number)), text(target.get(number))];
    return was === is ? [] : [`database ${String(number)}: ${was} became ${is}`];
  });
}

async function userFindings(ctx: ReadContext, containerId: string): Promise<Finding[]> {
  const source = await onSource(ctx, readUsers);
  const target = await onPrivate(ctx, containerId, readUsers);
  const names = new Set([...source.keys(), ...target.keys()]);
  return [...names].sort().flatMap((name) => {
    if (source.get(name) === target.get(name)) return [];
    return [
      blocker("VERIFY-DIFFERENCE", {
        summary: `the user "${name}" does not have the same passwords and keys in the target`,
      }),
    ];
  });
}
