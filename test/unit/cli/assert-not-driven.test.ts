import { expect, test } from "vitest";
import { LeaseHeld } from "../../../src/core/errors.ts";
import type { Holder } from "../../../src/ports/lease.ts";
import { assertNotDriven } from "../../../src/cli/assert-not-driven.ts";
import type { Docker } from "../../../src/cli/compose-run.ts";

const holder: Holder = {
  run: "r1",
  command: "dbshift postgres 15..16 shop-db",
  user: "root",
  host: "host-1",
  pid: 7,
  since: "2026-11-21T01:00:00.000Z",
};

/** An engine with one container, of which somebody may hold the lease on a volume. */
const docker = (container: object | undefined, held: string | undefined): Docker =>
  ({
    runtime: { findContainer: async () => container },
    leases: { holderOf: async (volume: string) => (volume === held ? holder : undefined) },
  }) as unknown as Docker;

const source = { name: "shop-db", labels: {}, mounts: [{ volume: undefined }, { volume: "shop-data" }] };
const target = {
  name: "shop-db",
  labels: { "dbshift.source-volume": "shop-data" },
  mounts: [{ volume: "shop-data-pg16" }],
};

test("I8: a database under way is refused with who drives it, on either side of the switch", async () => {
  for (const container of [source, target]) {
    const error: unknown = await assertNotDriven(docker(container, "shop-data"), "shop-db").catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(LeaseHeld);
    expect(error).toMatchObject({
      exit: 75,
      detail: [expect.stringContaining("root@host-1, process 7"), expect.anything(), expect.anything()],
    });
  }
});

test("a database nobody drives, or that is not there, is left to preflight", async () => {
  await expect(assertNotDriven(docker(source, undefined), "shop-db")).resolves.toBeUndefined();
  await expect(assertNotDriven(docker(source, "another-volume"), "shop-db")).resolves.toBeUndefined();
  await expect(assertNotDriven(docker(undefined, "shop-data"), "shop-db")).resolves.toBeUndefined();
});
