import { z } from "zod";
import type { Shop } from "../../test/support/shop.ts";
import type { Bench } from "./start-server.ts";
import { readCutover, type Cutover } from "./cutover.ts";
import { runNode } from "./run-node.ts";

export interface Upgrade {
  readonly cutover: Cutover;
  /** Of the dbshift process, in MB. */
  readonly peak: number;
}

const resultSchema = z.object({ run: z.string(), outcome: z.literal("target serves") });

/** How rows are compared. */
export type Rows = "content" | "counts";

/** Upgrades the server of a shop from 15 to 16. */
export async function upgrade(bench: Bench, shop: Shop, rows: Rows): Promise<Upgrade> {
  const options = ["--yes", "--json", "--verify", rows, "--label", `dbshift.test=${bench.id}`];
  const args = ["bin/dbshift.js", "postgres", "15..16", shop.container, ...options];
  const { stdout, peak } = await runNode(bench, args, { memory: true });
  const { run } = resultSchema.parse(JSON.parse(stdout));
  return { cutover: await readCutover(bench, run), peak };
}
