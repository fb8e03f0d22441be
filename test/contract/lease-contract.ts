import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeaseHeld, LeaseLost, StepError } from "../../src/core/errors.ts";
import type { Holder, LeaseKeeper } from "../../src/ports/lease.ts";

/** What a lease keeper is tried on. */
export interface LeaseWorld {
  readonly leases: LeaseKeeper;
  readonly image: string;
  /** A volume's name nobody else uses. */
  volume(what: string): string;
  /** Ends the lease from outside, as an operator or a restarting daemon would. */
  breakLease(volume: string): Promise<void>;
  /** Takes the place of the volume's lease with something that is none. */
  occupy(volume: string): Promise<void>;
  remove(): Promise<void>;
}

export const holder = (run: string): Holder => ({
  run,
  command: "dbshift postgres '15->16' shop-db",
  user: "deploy",
  host: "db1",
  pid: 4711,
  since: "2026-01-02T03:04:05.000Z",
});

/** What every lease keeper promises (I8). */
export function describeLeases(name: string, makeWorld: () => Promise<LeaseWorld>): void {
  describe(`${name} keeps the promises of a lease keeper (I8)`, () => {
    let world: LeaseWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.remove());
    const acquire = (volume: string, run: string) => world.leases.acquire(volume, world.image, holder(run));

    test("a lease names its holder while it is held, and nobody afterwards", async () => {
      const volume = world.volume("named");
      expect(await world.leases.holderOf(volume)).toBeUndefined();
      const lease = await acquire(volume, "r1");
      expect(await world.leases.holderOf(volume)).toEqual(holder("r1"));
      await lease.release();
      expect(await world.leases.holderOf(volume)).toBeUndefined();
      expect(lease.lost.aborted).toBe(false);
    });

    test("a second run is refused, and told who holds the lease and what to type", async () => {
      const volume = world.volume("refused");
      const lease = await acquire(volume, "r1");
      const refusal = await acquire(volume, "r2").catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(LeaseHeld);
      const { message, detail, next } = refusal as LeaseHeld;
      expect(message).toBe("Another run is upgrading this database");
      for (const word of ["r1", "deploy@db1", "4711", "2026-01-02T03:04:05.000Z", "dbshift postgres"]) {
        expect(detail.join("\n")).toContain(word);
      }
      expect(next).toEqual(["dbshift status r1"]);
      lease.assertHeld();
      await lease.release();
    });

    test("what is released can be acquired again at once, and releasing twice is fine", async () => {
      const volume = world.volume("again");
      for (const run of ["r1", "r2", "r3"]) {
        const lease = await acquire(volume, run);
        await lease.release();
        await lease.release();
      }
    });

    test("leases on two volumes have nothing to do with each other", async () => {
      const one = await acquire(world.volume("one"), "r1");
      const other = await acquire(world.volume("other"), "r2");
      await one.release();
      other.assertHeld();
      await other.release();
    });

    test("of twenty that want it at once exactly one gets it", async () => {
      const volume = world.volume("wanted");
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => acquire(volume, `r${index}`)),
      );
      const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      const refused = results.flatMap((result) =>
        result.status === "rejected" ? [result.reason as unknown] : [],
      );
      expect(won).toHaveLength(1);
      expect(refused.filter((reason) => !(reason instanceof LeaseHeld))).toEqual([]);
      await won[0]!.release();
    });

    test("a holder that loses it learns so, and may do nothing more", async () => {
      const volume = world.volume("lost");
      const lease = await acquire(volume, "r1");
      const lost = new Promise((resolve) => lease.lost.addEventListener("abort", resolve));
      await world.breakLease(volume);
      await lost;
      expect(lease.lost.reason).toBeInstanceOf(LeaseLost);
      expect(() => lease.assertHeld()).toThrow(LeaseLost);
      const next = await acquire(volume, "r2");
      // A late release of the lost one takes nothing from the next holder.
      await lease.release();
      next.assertHeld();
      expect((await world.leases.holderOf(volume))?.run).toBe("r2");
      await next.release();
    });

    test("a volume's name that is long or odd has a lease of its own", async () => {
      const long = world.volume("x".repeat(200));
      const lease = await acquire(long, "r1");
      await expect(acquire(long, "r2")).rejects.toThrow(LeaseHeld);
      const odd = await acquire(`${world.volume("odd")} /a:b`, "r3");
      const sibling = await acquire(`${long}y`, "r4");
      await Promise.all([lease.release(), odd.release(), sibling.release()]);
    });

    test("something that is no lease is left alone, and the refusal names it (I10)", async () => {
      const volume = world.volume("occupied");
      await world.occupy(volume);
      await expect(acquire(volume, "r1")).rejects.toThrow(/is no lease of dbshift/);
      await expect(acquire(volume, "r1")).rejects.toThrow(StepError);
      expect(await world.leases.holderOf(volume)).toBeUndefined();
    });
  });
}
