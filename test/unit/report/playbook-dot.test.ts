import { expect, test } from "vitest";
import { playbookDot } from "../../../src/report/playbook-dot.ts";
import { step } from "../core/graph-samples.ts";

const titled = (id: string, rest: Parameters<typeof step>[1], title: string) => ({
  ...step(id, rest),
  step: { title },
});

test("a playbook in DOT has a box for each step, an arrow for each order no other implies, and the commands between", () => {
  const steps = [
    titled("look", {}, "Look"),
    titled("make-it", { kind: "compensable", phase: "prepare", needs: ["look"] }, 'Make "it"'),
    titled(
      "open",
      { kind: "pivot", phase: "cutover", needs: ["make-it"], after: ["look"] },
      "Let clients in",
    ),
    titled("gone", { kind: "retryable", phase: "retire", after: ["open"] }, "Remove the source"),
  ];
  const back = [titled("back", { kind: "retryable", phase: "cutover" }, "Start the source")];
  const lines = playbookDot({ name: "sample", steps, returnSteps: back }).split("\n");
  expect(lines[0]).toBe('digraph "sample" {');
  expect(lines.at(-1)).toBe("}");
  expect(lines).toContainEqual(
    expect.stringContaining(String.raw`"make-it" [label="Make \"it\"", shape=box`),
  );
  expect(lines.filter((line) => line.includes(" -> ")).map((line) => line.trim())).toEqual([
    '"look" -> "make-it"',
    '"make-it" -> "open"',
    '"open" -> "gone" [label="dbshift retire", style=dotted]',
    '"open" -> "back" [label="dbshift rollback", style=dotted]',
  ]);
});
