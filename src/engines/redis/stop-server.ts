import { DeadlinePassed, StepError } from "../../core/errors.ts";
import type { StopRequest } from "../../ports/engine.ts";
import { factsOf } from "./facts-of.ts";
import { NotConnected } from "./not-connected.ts";
import { readInfo } from "./read-info.ts";
import { ServerError } from "./server-error.ts";
import type { Session } from "./session.ts";
import { settingOf } from "./setting-of.ts";
import { versionIn } from "./version-in.ts";
import { enterAgain } from "./ways-in.ts";

const live: readonly string[] = ["running", "paused", "restarting"];
const pollMilliseconds = 50;

/**
 * Has the server write everything down and end, in one command: between the two it answers nobody, so nothing that a
 * client was told is safe gets lost. A signal would save only where the server saves by itself.
 * https://redis.io/docs/latest/commands/shutdown/
 */
export async function stopServer(request: StopRequest): Promise<void> {
  const { runtime, container, plan, seconds, clock, signal } = request;
  if (!live.includes((await runtime.findContainer(container.id))?.state ?? "")) return;
  // One that is paused answers nothing.
  if (container.state === "paused") await runtime.start(container.id);
  const session = await enterAgain(runtime, container, factsOf(plan).login, {
    answeredFor: plan.source.container,
    seconds,
    signal,
  });
  try {
    await shutDown(session, container.name);
  } finally {
    await session.end();
  }
  const end = clock.now().getTime() + seconds * 1000;
  for (;;) {
    const now = await runtime.findContainer(container.id);
    if (now === undefined || !live.includes(now.state)) {
      assertClean(container.name, now?.exitCode ?? 0);
      return;
    }
    if (clock.now().getTime() > end) throw new DeadlinePassed(`"${container.name}" did not end`, seconds);
    await clock.sleep(pollMilliseconds, signal);
  }
}

async function shutDown(session: Session, name: string): Promise<void> {
  const appends = (await settingOf(session, "appendonly")) === "yes";
  const info = await readInfo(session);
  if (appends && info.get("aof_last_write_status") !== "ok") {
    throw notSaved(name, "Its append-only file lacks what it could not write there.");
  }
  try {
    // An append-only file is brought up to date either way; a file beside it would never be read.
    const how = appends ? "NOSAVE" : "SAVE";
    // Those that follow it have been waited for; it would wait for the moment when they next say how far they are.
    const followed = info.get("connected_slaves") !== "0" && Number.parseInt(versionIn(info).version) >= 7;
    await session.bytes("SHUTDOWN", how, ...(followed ? ["NOW"] : []));
  } catch (error) {
    if (error instanceof ServerError) throw notSaved(name, error.message);
    // That it does not answer is its answer.
    if (!(error instanceof NotConnected) || error.reason !== "unreachable") throw error;
  }
}

function assertClean(name: string, exitCode: number): void {
  if (exitCode === 0) return;
  throw new StepError({
    summary: `"${name}" ended with exit code ${String(exitCode)}`,
    detail: ["So it is not known whether it had written everything down."],
  });
}

function notSaved(name: string, said: string): StepError {
  return new StepError({
    summary: `"${name}" could not write its data to disk, and serves on`,
    detail: [said],
    next: [`docker logs --tail 20 ${name}`],
  });
}
