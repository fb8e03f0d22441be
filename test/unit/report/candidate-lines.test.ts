import { expect, test } from "vitest";
import { candidateLines } from "../../../src/report/candidate-lines.ts";

test("candidates are a table of name, version, size and compose project, made harmless", () => {
  const running = { state: "running", project: undefined };
  expect(
    candidateLines([
      { ...running, name: "shop-db", version: "15.20", sizeBytes: 104 * 1024 * 1024 },
      { ...running, name: "b", version: "15", sizeBytes: undefined, project: "blog\u001b[2J" },
      { ...running, name: "old", version: undefined, sizeBytes: undefined, state: "exited" },
    ]),
  ).toEqual([
    "shop-db  15.20  104.0 MiB",
    String.raw`b        15     no answer  project blog\x1b[2J`,
    "old      ?      exited",
  ]);
});
