import { DeadlinePassed, StepError } from "../../core/errors.ts";
import type { RestartPolicy } from "../../ports/runtime.ts";
import { path, type Engine } from "./engine.ts";
import { findContainerJson, getContainerJson } from "./look-up.ts";
import { isConflict } from "./translate-error.ts";

/** One that somebody has paused goes on: the engine refuses to start it. */
export async function start(engine: Engine, containerId: string): Promise<void> {
  const doing = `starting the container ${containerId.slice(0, 12)}`;
  try {
    await engine.ask({ method: "POST", path: path`/containers/${containerId}/start`, doing });
  } catch (error) {
    if ((await findContainerJson(engine, containerId))?.State.Status !== "paused") throw error;
    await unpause(engine, containerId);
  }
}

async function unpause(engine: Engine, containerId: string): Promise<void> {
  const doing = `letting the container ${containerId.slice(0, 12)} go on`;
  await engine.ask({ method: "POST", path: path`/containers/${containerId}/unpause`, doing });
}

/**
 * The stop signal and then patience. The engine's own stop ends with SIGKILL when its time is up, which is a crash to
 * a database. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStop
 */
export async function stop(
  engine: Engine,
  containerId: string,
  seconds: number,
  stopSignal: string,
): Promise<void> {
  const { Name: name, State: state } = await getContainerJson(engine, containerId);
  // Who waits for the end of a container that could not be started is told why it was not.
  if (stopped.includes(state.Status)) return;
  // A paused one hears no signal.
  if (state.Status === "paused") await unpause(engine, containerId);
  await signal(engine, containerId, stopSignal);
  await ended(engine, containerId, seconds, `Stopping the container "${name.replace(/^\//, "")}"`);
}

export async function kill(engine: Engine, containerId: string): Promise<void> {
  await signal(engine, containerId, "SIGKILL");
  await ended(engine, containerId, 60, `Killing the container ${containerId.slice(0, 12)}`);
}

const stopped: readonly string[] = ["created", "exited", "dead"];

/** A container that has ended already is as was wanted. */
async function signal(engine: Engine, containerId: string, name: string): Promise<void> {
  const doing = `sending ${name} to the container ${containerId.slice(0, 12)}`;
  const call = {
    method: "POST",
    path: path`/containers/${containerId}/kill`,
    query: { signal: name },
    doing,
  } as const;
  try {
    await engine.ask(call);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

async function ended(engine: Engine, containerId: string, seconds: number, what: string): Promise<void> {
  const deadline = AbortSignal.timeout(seconds * 1000);
  try {
    await wait(engine, containerId, deadline);
  } catch (error) {
    if (deadline.aborted) throw new DeadlinePassed(what, seconds, ["It still runs, and was not killed."]);
    throw error;
  }
}

/**
 * Asked again and again, because some engines (20.10 among them) send nothing until the container has ended: a
 * connection that broke without a word would look like one that waits.
 */
export async function wait(
  engine: Engine,
  containerId: string,
  abort: AbortSignal,
  turnMilliseconds = 60_000,
): Promise<number> {
  for (;;) {
    const turn = AbortSignal.timeout(turnMilliseconds);
    try {
      return await waitOnce(engine, containerId, AbortSignal.any([abort, turn]));
    } catch (error) {
      if (abort.aborted || !turn.aborted) throw error;
    }
  }
}

async function waitOnce(engine: Engine, containerId: string, abort: AbortSignal): Promise<number> {
  const doing = `waiting for the container ${containerId.slice(0, 12)}`;
  const query = { condition: "not-running" };
  const call = {
    method: "POST",
    path: path`/containers/${containerId}/wait`,
    query,
    signal: abort,
    doing,
  } as const;
  const { StatusCode: code, Error: error } = (await engine.ask(call)) as WaitJson;
  if (error) throw new StepError({ summary: `Docker lost the container ${containerId.slice(0, 12)}` });
  return code;
}

interface WaitJson {
  readonly StatusCode: number;
  readonly Error?: { readonly Message?: string } | null;
}

export async function rename(engine: Engine, containerId: string, name: string): Promise<void> {
  const { Name: present } = await getContainerJson(engine, containerId);
  if (present === `/${name}`) return;
  const doing = `renaming the container ${containerId.slice(0, 12)} to "${name}"`;
  await engine.ask({ method: "POST", path: path`/containers/${containerId}/rename`, query: { name }, doing });
}

export async function setRestartPolicy(
  engine: Engine,
  containerId: string,
  policy: RestartPolicy,
): Promise<void> {
  const doing = `setting the restart policy of the container ${containerId.slice(0, 12)}`;
  const body = { RestartPolicy: { Name: policy.name, MaximumRetryCount: policy.maximumRetryCount } };
  await engine.ask({ method: "POST", path: path`/containers/${containerId}/update`, body, doing });
}
