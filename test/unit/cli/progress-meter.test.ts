import { expect, test } from "vitest";
import { ProgressMeter, type ProgressEvent } from "../../../src/cli/ui/progress-meter.ts";

const mebibyte = 1024 ** 2;
const event = (
  second: number,
  done: number,
  total?: number,
  unit: ProgressEvent["unit"] = "bytes",
): ProgressEvent => ({
  type: "progress",
  at: new Date(second * 1000).toISOString(),
  step: "dump",
  done,
  unit,
  ...(total === undefined ? {} : { total }),
});

test("bytes are told with how fast they go and how long they still take", () => {
  const meter = new ProgressMeter();
  expect(meter.describe(event(0, 0, 100 * mebibyte))).toBe("0 B of 100.0 MiB");
  expect(meter.describe(event(2, 20 * mebibyte, 100 * mebibyte))).toBe(
    "20.0 MiB of 100.0 MiB, 10.0 MiB/s, 8.0 s left",
  );
});

test("without a known end there is only how far and how fast", () => {
  const meter = new ProgressMeter();
  meter.describe(event(0, 0));
  expect(meter.describe(event(4, 2 * mebibyte))).toBe("2.0 MiB, 512.0 KiB/s");
});

test("tables are counted", () => {
  expect(new ProgressMeter().describe(event(0, 3, 12, "tables"))).toBe("3 of 12 tables");
});

test("another attempt begins at nothing and is measured anew", () => {
  const meter = new ProgressMeter();
  meter.describe(event(0, 0, 10 * mebibyte));
  meter.describe(event(5, 10 * mebibyte, 10 * mebibyte));
  expect(meter.describe(event(100, 0, 10 * mebibyte))).toBe("0 B of 10.0 MiB");
  expect(meter.describe(event(102, 4 * mebibyte, 10 * mebibyte))).toContain("2.0 MiB/s");
});
