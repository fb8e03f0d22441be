import { UsageError } from "../core/errors.ts";

/** Each is a session of its own on either side, and servers let in a hundred unless somebody says otherwise. */
const most = 64;

/** Reads `--jobs N`. */
export function jobsOption(word: string): number {
  const jobs = /^\d{1,3}$/.test(word) ? Number(word) : 0;
  if (jobs >= 1 && jobs <= most) return jobs;
  throw new UsageError({
    summary: `"${word}" is not a number of sessions`,
    detail: [`--jobs wants a number from 1 to ${String(most)}.`],
  });
}
