/** Time, so that waits can be tested. */
export interface Clock {
  now(): Date;
  /** Resolves after the time, rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
