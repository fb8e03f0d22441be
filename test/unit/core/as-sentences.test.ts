import { expect, test } from "vitest";
import { asSentences } from "../../../src/core/as-sentences.ts";

test("texts of one paragraph are divided by one full stop, or lead to the next", () => {
  expect(asSentences(["It is a link.", "Nobody reads it", "ssh said:", "no route"])).toBe(
    "It is a link. Nobody reads it. ssh said: no route.",
  );
});
