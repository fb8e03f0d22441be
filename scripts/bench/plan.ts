import type { Shop } from "../../test/support/shop.ts";
import type { Bench } from "./start-server.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNode, type NodeRun } from "./run-node.ts";

/** How long a person waits for a plan. */
export async function benchPlan(bench: Bench, shop: Shop, pairs: number): Promise<Figure[]> {
  const args = ["bin/dbshift.js", "plan", "postgres", "15..16", shop.container];
  const plan = (): Promise<NodeRun> => runNode(bench, args, { memory: true });
  const bare = (): Promise<NodeRun> => runNode(bench, ["-e", "0"]);
  await plan();
  const runs = await inTurns(pairs, plan, bare);
  return figuresOf(runs, [
    ["dbshift plan", "s", ({ a }) => a.seconds, 2],
    ["dbshift plan ÷ node -e 0", "×", ({ a, b }) => a.seconds / b.seconds],
    ["peak memory, dbshift plan", "MB", ({ a }) => a.peak],
  ]);
}
