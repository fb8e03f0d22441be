import { info, type Finding } from "../../../core/finding.ts";
import { messageOf } from "../../../core/errors.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { onServer } from "../user-server.ts";
import { countWrites, type WriteCounts } from "../write-counts.ts";
import { flushTarget } from "./flush-target.ts";

/** What clients wrote to the target since the switch: what a rollback takes out of service. */
export const measureWrites = defineCheck({
  id: "postgres/measure-writes",
  title: "Measure what the target took since the switch",
  reads: [flushTarget, createTarget],
  async check(ctx) {
    const { writes: before } = ctx.outputOf(flushTarget);
    try {
      const { containerId } = ctx.outputOf(createTarget);
      const now = await countWrites(ctx.plan, (database, work) => onServer(ctx, containerId, database, work));
      return [taken(ctx.plan.to, difference(before, now))];
    } catch (error) {
      return [
        info("WRITES-UNKNOWN", {
          summary: `What PostgreSQL ${ctx.plan.to} took since the switch cannot be told, because it does not answer`,
          detail: messageOf(error),
        }),
      ];
    }
  },
});

interface Rows {
  readonly inserted: bigint;
  readonly updated: bigint;
  readonly deleted: bigint;
}

function difference(before: WriteCounts, now: WriteCounts): Rows {
  const sum = (key: keyof Rows): bigint =>
    Object.entries(now).reduce(
      (all, [name, row]) => all + BigInt(row[key]) - BigInt(before[name]?.[key] ?? "0"),
      0n,
    );
  return { inserted: sum("inserted"), updated: sum("updated"), deleted: sum("deleted") };
}

function taken(version: string, { inserted, updated, deleted }: Rows): Finding {
  const nothing = inserted + updated + deleted === 0n;
  return info("WRITES-SINCE", {
    summary: nothing
      ? `By its statistics PostgreSQL ${version} has taken no row from clients since the switch`
      : `Since the switch PostgreSQL ${version} has taken ${String(inserted)} inserted, ${String(updated)} updated and ` +
        `${String(deleted)} deleted rows, by its statistics`,
  });
}
