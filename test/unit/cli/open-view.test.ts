import { expect, test } from "vitest";
import { isContinuousIntegration } from "../../../src/cli/interactive.ts";
import { canDraw } from "../../../src/cli/ui/open-view.ts";

const wide = { isTTY: true, columns: 80 };

test("a moving picture wants a terminal that a person looks at", () => {
  expect(canDraw(wide, {})).toBe(true);
  expect(canDraw({ columns: 80 }, {})).toBe(false);
  expect(canDraw({ isTTY: true, columns: 39 }, {})).toBe(false);
  expect(canDraw({ isTTY: true }, {})).toBe(false);
  expect(canDraw(wide, { TERM: "dumb" })).toBe(false);
  expect(canDraw(wide, { CI: "true" })).toBe(false);
});

test("CI counts where it is set to anything but false and 0", () => {
  expect(["1", "true", "yes"].map((value) => isContinuousIntegration({ CI: value }))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["", "0", "false"].map((value) => isContinuousIntegration({ CI: value }))).toEqual([
    false,
    false,
    false,
  ]);
  expect(isContinuousIntegration({})).toBe(false);
});
