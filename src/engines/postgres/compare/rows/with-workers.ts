import type { PinnedSession } from "../pin-session.ts";

interface Workers {
  readonly jobs: number;
  readonly open?: () => Promise<PinnedSession>;
}

/**
 * Does all tasks, in their order, on as many sessions as may be, each on one. After a failure nothing more is begun, and
 * what is under way is waited for. Sessions that were opened for it are closed; one that cannot be had is done without.
 */
export async function withWorkers<Task, Done>(
  tasks: readonly Task[],
  first: PinnedSession,
  { jobs, open }: Workers,
  work: (session: PinnedSession, task: Task) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  const queue = tasks.entries();
  let failed = false;
  const worker = async (session: PinnedSession): Promise<void> => {
    for (const [place, task] of queue) {
      done[place] = await work(session, task);
      if (failed) return;
    }
  };
  const further = async (another: () => Promise<PinnedSession>): Promise<void> => {
    const pinned = await another().catch(() => undefined);
    if (pinned === undefined) return;
    try {
      await worker(pinned);
    } finally {
      await pinned.session.end();
    }
  };
  const more = open === undefined ? 0 : Math.max(0, Math.min(jobs, tasks.length) - 1);
  const ended = await Promise.allSettled(
    [worker(first), ...Array.from({ length: more }, () => further(open as () => Promise<PinnedSession>))].map(
      (running) =>
        running.catch((error: unknown) => {
          failed = true;
          throw error;
        }),
    ),
  );
  const failure = ended.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
  return done;
}
