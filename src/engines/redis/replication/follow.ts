import { StepError } from "../../../core/errors.ts";
import type { Session } from "../session.ts";
import { replicationState } from "./replication-state.ts";

export interface Leader {
  /** Its name on the network that both are on. */
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
}

/**
 * Has a server of this run follow another one. A server that is told to follow empties itself first, so every such command
 * goes through here, and none to the source.
 *
 * @param source the run id of the source's server
 * @throws StepError where the session leads to the source
 */
export async function follow(session: Session, source: string, leader: Leader | "nobody"): Promise<void> {
  const { runId } = await replicationState(session);
  if (runId === "" || runId === source) {
    throw new StepError({
      summary: "The command to follow another server was about to go to the source, and was not sent",
    });
  }
  if (leader === "nobody") {
    await session.bytes("REPLICAOF", "NO", "ONE");
    await session.bytes("CONFIG", "SET", "masterauth", "");
    return;
  }
  await session.bytes("CONFIG", "SET", "masterauth", leader.password ?? "");
  await session.bytes("REPLICAOF", leader.host, leader.port);
}
