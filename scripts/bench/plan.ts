import type { Shop } from "../../test/support/shop.ts";
import type { Bench } from "./bench.ts";
import { figure, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNode, type NodeRun } from "./run-node.ts";

/** How long a person waits for a plan. */
export async function benchPlan(bench: Bench, shop: Shop, pairs: number): Promise<Figure[]> {
  const args = ["bin/dbshift.js", "plan", "postgres", "15..16", shop.container];
  const plan = (): Promise<NodeRun> => runNode(bench, args, { memory: true });
  const bare = (): Promise<NodeRun> => runNode(bench, ["-e", "0"]);
  await plan();
  const runs = await inTurns(pairs, plan, bare);
  const name = "dbshift plan";
  return [
    figure(
      name,
      "s",
      runs.map(({ a }) => a.seconds),
      2,
    ),
    figure(
      `${name} ÷ node -e 0`,
      "×",
      runs.map(({ a, b }) => a.seconds / b.seconds),
    ),
    figure(
      `${name}: peak memory`,
      "MB",
      runs.map(({ a }) => a.peak),
    ),
  ];
}
