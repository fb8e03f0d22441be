import { z } from "zod";
import { DeadlinePassed } from "../../core/errors.ts";
import type { StraySessions } from "../../ports/engine.ts";
import { factsOf } from "./facts-of.ts";
import { NotConnected } from "./not-connected.ts";
import { openPrivate } from "./private-server.ts";
import type { Session } from "./session.ts";
import { enterAgain } from "./ways-in.ts";

const seconds = 60;
const pollMilliseconds = 50;

/** Those of the run, by the name that every session and every client tool of ours gives itself. */
const endOthers = `
  select pid, pg_terminate_backend(pid) as told from pg_stat_activity
   where application_name = $1 and pid <> pg_backend_pid()`;

/** Ends what other processes of a run have open in a server. One that lets nobody in is left to what comes after. */
export async function endSessions(stray: StraySessions): Promise<void> {
  const session = await enterAnyWay(stray);
  if (session === undefined) return;
  const { run, clock, signal } = stray;
  try {
    const end = clock.now().getTime() + seconds * 1000;
    for (;;) {
      const left = await session.rows(z.object({ pid: z.number() }), endOthers, [`dbshift/${run}`]);
      if (left.length === 0) return;
      if (clock.now().getTime() > end) {
        throw new DeadlinePassed("Ending sessions of an earlier process", seconds, [
          `Still there: ${left.map(({ pid }) => String(pid)).join(", ")}`,
        ]);
      }
      await clock.sleep(pollMilliseconds, signal);
    }
  } finally {
    await session.end();
  }
}

/** A server that is private lets us in without a password; any other one as it did when the plan was made. */
async function enterAnyWay({
  runtime,
  container,
  plan,
  run,
  signal,
}: StraySessions): Promise<Session | undefined> {
  const isSource = container.id === plan.source.containerId;
  const privately = (): Promise<Session> =>
    openPrivate({ runtime, plan, run, signal }, container.id, "template1");
  const asUser = (): Promise<Session> =>
    enterAgain(runtime, container, factsOf(plan).login, { application: run, signal });
  for (const open of isSource ? [asUser] : [privately, asUser]) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error;
    }
  }
  return undefined;
}
