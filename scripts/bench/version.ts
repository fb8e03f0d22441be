import type { Bench } from "./start-server.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNode, type NodeRun } from "./run-node.ts";

/** What it costs that dbshift is there at all. */
export async function benchVersion(bench: Bench, pairs: number): Promise<Figure[]> {
  const version = (): Promise<NodeRun> => runNode(bench, ["bin/dbshift.js", "--version"]);
  const bare = (): Promise<NodeRun> => runNode(bench, ["-e", "0"]);
  await inTurns(2, version, bare); // Nobody starts a program from a cold disk twice.
  const runs = await inTurns(pairs, version, bare);
  return figuresOf(runs, [
    ["node -e 0", "s", ({ b }) => b.seconds],
    ["dbshift --version", "s", ({ a }) => a.seconds],
    ["dbshift --version ÷ node -e 0", "×", ({ a, b }) => a.seconds / b.seconds, 1.5],
  ]);
}
