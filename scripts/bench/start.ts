import type { Bench } from "./bench.ts";
import { figure, type Figure } from "./figure.ts";
import { inTurns } from "./in-turns.ts";
import { runNode } from "./run-node.ts";

/** What it costs that dbshift is there at all. */
export async function benchStart(bench: Bench, pairs: number): Promise<Figure[]> {
  const version = (): Promise<{ seconds: number }> => runNode(bench, ["bin/dbshift.js", "--version"]);
  const bare = (): Promise<{ seconds: number }> => runNode(bench, ["-e", "0"]);
  await inTurns(2, version, bare); // Nobody starts a program from a cold disk twice.
  const runs = await inTurns(pairs, version, bare);
  return [
    figure(
      "node -e 0",
      "s",
      runs.map(({ b }) => b.seconds),
    ),
    figure(
      "dbshift --version",
      "s",
      runs.map(({ a }) => a.seconds),
    ),
    figure(
      "dbshift --version ÷ node -e 0",
      "×",
      runs.map(({ a, b }) => a.seconds / b.seconds),
      1.5,
    ),
  ];
}
