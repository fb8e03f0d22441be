import type { Serving } from "../../ports/engine.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import { identityOf } from "./identity.ts";
import { NotConnected } from "./not-connected.ts";
import { readInfo } from "./read-info.ts";
import { ServerError } from "./server-error.ts";
import { settingOf } from "./setting-of.ts";
import { versionIn } from "./version-in.ts";
import { enter } from "./ways-in.ts";

/** The server in a container, logged in to, once it has read all its data. */
export async function observe(runtime: RuntimeReader, containerId: string): Promise<Serving | undefined> {
  const container = await runtime.findContainer(containerId);
  if (container?.state !== "running") return undefined;
  const entrance = await enter(runtime, container, { seconds: 5 }).catch(unlessAbsent);
  if (entrance === undefined || !("session" in entrance)) return undefined;
  const { session } = entrance;
  try {
    const info = await readInfo(session);
    if (info.get("loading") !== "0") return undefined;
    const directory = await settingOf(session, "dir");
    return { version: versionIn(info).version, identity: await identityOf(runtime, containerId, directory) };
  } catch (error) {
    unlessAbsent(error);
    return undefined;
  } finally {
    await session.end();
  }
}

function unlessAbsent(error: unknown): undefined {
  if (error instanceof NotConnected || error instanceof ServerError) return undefined;
  throw error;
}
