import type { Labels } from "./runtime.ts";

/** Who drives a run, as the next person sees it. Nothing secret. */
export interface Holder {
  readonly run: string;
  readonly command: string;
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

/**
 * The exclusive right to drive runs on one source volume. It lives in the daemon, so it holds across hosts, and it ends
 * within seconds of its holder's process; a stopped (SIGSTOP) holder keeps it.
 *
 * Not guaranteed: that an effect already sent to the daemon is stopped when the lease is lost.
 */
export interface Lease {
  /** Aborted when the lease is lost while held. */
  readonly lost: AbortSignal;
  /** Throws LeaseLost once it is. Called before every effect. */
  assertHeld(): void;
  release(): Promise<void>;
}

export interface LeaseKeeper {
  /**
   * @param image an image that is present, with a `cat` in it
   * @param labels put on what marks the lease, beside its own
   * @throws LeaseHeld naming the holder
   */
  acquire(sourceVolume: string, image: string, holder: Holder, labels?: Labels): Promise<Lease>;
  /** Who holds it now, if anyone. */
  holderOf(sourceVolume: string): Promise<Holder | undefined>;
}
