import { info, type Finding } from "../../../core/finding.ts";
import { messageOf } from "../../../core/errors.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { onServer } from "../user-server.ts";
import { nextTransaction } from "../witness.ts";
import { countWrites, type WriteCounts } from "../write-counts.ts";
import { examineTarget } from "./examine-target.ts";

/** What clients wrote to the target since the switch: what a rollback takes out of service. */
export const measureWrites = defineCheck({
  id: "postgres/measure-writes",
  title: "Measure what the target took since the switch",
  async check(ctx) {
    const atSwitch = ctx.outputOf(examineTarget);
    try {
      const { containerId } = ctx.outputOf(createTarget);
      const now = await onServer(ctx, containerId, undefined, async (session) => ({
        nextTransaction: await nextTransaction(session),
        writes: await countWrites(session),
      }));
      const transactions = BigInt(now.nextTransaction) - BigInt(atSwitch.nextTransaction);
      return [taken(ctx.plan.to, transactions, difference(atSwitch.writes, now.writes))];
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

function taken(version: string, transactions: bigint, rows: Rows): Finding {
  const nothing = transactions === 0n;
  const counted = `${String(rows.inserted)} rows inserted, ${String(rows.updated)} updated, ${String(rows.deleted)} deleted`;
  return info("WRITES-SINCE", {
    summary: nothing
      ? `PostgreSQL ${version} has taken no write since the switch`
      : `PostgreSQL ${version} has taken ${String(transactions)} transactions since the switch`,
    ...(nothing ? {} : { detail: `By its statistics: ${counted}. Its own upkeep is counted too.` }),
  });
}
