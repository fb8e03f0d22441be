import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Plan } from "../core/plan.ts";
import type { Lease, LeaseKeeper } from "../ports/lease.ts";
import { systemClock } from "./system-clock.ts";

export interface LeaseWish {
  readonly run: string;
  readonly command: string;
  readonly plan: Plan;
  /** No other run may have one of these as its source meanwhile. */
  readonly volumes: readonly string[];
}

const releaseMilliseconds = 5000;

/** The right to drive this run, for as long as `work` takes. */
export async function withLease<T>(
  leases: LeaseKeeper,
  { run, command, plan, volumes }: LeaseWish,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const since = systemClock.now().toISOString();
  const holder = { run, command, user: userName(), host: hostname(), pid: process.pid, since };
  const held: Lease[] = [];
  try {
    for (const volume of volumes) {
      held.push(await leases.acquire(volume, plan.source.imageId, holder, plan.labels));
    }
    return await work(allOf(held));
  } finally {
    // A lease that cannot be given back ends with this process, so nothing is said and nothing waits for long.
    await Promise.race([
      Promise.allSettled(held.map((lease) => lease.release())),
      setTimeout(releaseMilliseconds, undefined, { ref: false }),
    ]);
  }
}

/** Held as long as each of them is. */
function allOf(leases: readonly Lease[]): Lease {
  return {
    lost: AbortSignal.any(leases.map(({ lost }) => lost)),
    assertHeld: () => {
      for (const lease of leases) lease.assertHeld();
    },
    release: async () => {
      await Promise.all(leases.map((lease) => lease.release()));
    },
  };
}

/** A user without an entry in the password file has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
