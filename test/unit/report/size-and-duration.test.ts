import { expect, test } from "vitest";
import { durationText } from "../../../src/report/duration-text.ts";
import { sizeText } from "../../../src/report/size-text.ts";

test("sizes are told in the largest unit that gives at least one of it", () => {
  expect([0, 1023, 1024, 104 * 1024 ** 2, 1.5 * 1024 ** 4].map(sizeText)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KiB",
    "104.0 MiB",
    "1.5 TiB",
  ]);
});

test("durations carry from seconds to minutes to hours without a 60 in between", () => {
  expect([0, 4.23, 59.94, 59.96, 60, 362, 3599.7, 3780].map(durationText)).toEqual([
    "0.0 s",
    "4.2 s",
    "59.9 s",
    "1 min 0 s",
    "1 min 0 s",
    "6 min 2 s",
    "1 h 0 min",
    "1 h 3 min",
  ]);
});
