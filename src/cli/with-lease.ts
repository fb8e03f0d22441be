import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Plan } from "../core/plan.ts";
import type { Lease, LeaseKeeper } from "../ports/lease.ts";
import { systemClock } from "./system-clock.ts";

export interface LeaseWish {
  readonly run: string;
  readonly command: string;
  readonly plan: Plan;
}

const releaseMilliseconds = 5000;

/** The right to drive this run, for as long as `work` takes. */
export async function withLease<T>(
  leases: LeaseKeeper,
  { run, command, plan }: LeaseWish,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const since = systemClock.now().toISOString();
  const holder = { run, command, user: userName(), host: hostname(), pid: process.pid, since };
  const lease = await leases.acquire(plan.source.volume, plan.source.imageId, holder, plan.labels);
  try {
    return await work(lease);
  } finally {
    // A lease that cannot be given back ends with this process, so nothing is said and nothing waits for long.
    await Promise.race([
      lease.release().catch(() => undefined),
      setTimeout(releaseMilliseconds, undefined, { ref: false }),
    ]);
  }
}

/** A user without an entry in the password file has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
