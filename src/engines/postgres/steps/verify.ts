import { info } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { compareClusters } from "../compare/compare-clusters.ts";
import { differencesToFindings } from "../compare/differences-to-findings.ts";
import { openPrivate } from "../private-server.ts";
import { rowsAtFence } from "../rows-at-fence.ts";
import { rowsWish } from "../rows-wish.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";
import { fingerprintSource } from "./take-fingerprint.ts";

/** Compares everything the two clusters hold, both up and both reached by nobody but us. */
export const verify = defineCheck({
  id: "postgres/verify",
  title: "Verify the target against the source",
  reads: [startFencedSource, startHiddenTarget],
  mayRead: [fingerprintSource],
  verifies: true,
  async check(ctx) {
    const containers = {
      source: ctx.outputOf(startFencedSource).containerId,
      target: ctx.outputOf(startHiddenTarget).containerId,
    };
    const atFence = await rowsAtFence(ctx);
    const compared = await compareClusters((side, database) => openPrivate(ctx, containers[side], database), {
      rows: { ...rowsWish(ctx.plan), measured: (database) => atFence?.get(database) },
      entry: { source: "template1", target: "template1" },
      signal: ctx.signal,
      progress: (done, total) => {
        ctx.progress(done, total, "databases");
      },
    });
    const { databases, tables, rows } = compared.counted;
    const read = rowsWish(ctx.plan).content ? "" : ", which were only counted";
    const what = `${String(databases)} databases, ${String(tables)} tables, ${String(rows)} rows${read}`;
    ctx.note(`compared ${what}`);
    return [...differencesToFindings(compared), info("PG-COMPARED", { summary: `Compared: ${what}` })];
  },
});
