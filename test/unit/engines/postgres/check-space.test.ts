import { describe, expect, test } from "vitest";
import { freeBytesIn, spaceFor } from "../../../../src/engines/postgres/disk-space.ts";
import { findingOnSpace } from "../../../../src/engines/postgres/steps/check-space.ts";

const gibibyte = 1024 ** 3;

describe("the free space", () => {
  test("is read from what df of coreutils and of busybox print", () => {
    const coreutils =
      "Filesystem     1024-blocks     Used Available Capacity Mounted on\n/dev/vda         263112772 24000000  82000000      23% /var/lib/postgresql/data\n";
    const busybox =
      "Filesystem           1024-blocks    Used Available Capacity Mounted on\n/dev/my disk            1000       10       990   1% /data\n";
    expect(freeBytesIn(coreutils)).toBe(82_000_000 * 1024);
    expect(freeBytesIn(busybox)).toBe(990 * 1024);
  });

  test.each([
    "",
    "df: /data: No such file",
    "Filesystem 1024-blocks Used Available Capacity Mounted on\n",
    "a\nb\nc",
  ])("is not guessed from %j", (output) => {
    expect(() => freeBytesIn(output)).toThrow("df did not print");
  });
});

describe("the space a run needs", () => {
  test("is the data twice, a fifth more, and half a gibibyte", () => {
    expect(spaceFor(10 * gibibyte).total).toBe(22.5 * gibibyte);
  });

  test("is told where there is enough", () => {
    expect(findingOnSpace(gibibyte, 100 * gibibyte)).toMatchObject({ code: "PG-SPACE", severity: "info" });
  });

  test("refuses a run where a byte is missing, with a table of what is", () => {
    const need = spaceFor(gibibyte).total;
    expect(findingOnSpace(gibibyte, need).severity).toBe("info");
    const found = findingOnSpace(gibibyte, need - 1024 ** 2);
    expect(found).toMatchObject({ code: "PG-SPACE", severity: "blocker" });
    expect(found.detail).toMatch(/^missing +1 MiB$/m);
  });
});
