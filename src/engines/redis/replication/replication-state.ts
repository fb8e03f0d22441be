import { readInfo } from "../read-info.ts";
import type { Session } from "../session.ts";

/** Where a server is in the stream of what is written, whichever side of it it is on. */
export interface ReplicationState {
  /** Changes with every start. */
  readonly runId: string;
  /** It follows a server, has all of it, and hears from it. */
  readonly inSync: boolean;
  /** It is taking all of it over. */
  readonly syncing: boolean;
  /** How far it has come, in bytes of the stream. */
  readonly offset: number;
}

export async function replicationState(session: Session): Promise<ReplicationState> {
  const info = await readInfo(session);
  const replica = info.get("role") === "slave";
  return {
    runId: info.get("run_id") ?? "",
    inSync: replica && info.get("master_link_status") === "up" && info.get("master_sync_in_progress") === "0",
    syncing: replica && info.get("master_sync_in_progress") === "1",
    offset: Number(info.get(replica ? "slave_repl_offset" : "master_repl_offset") ?? 0),
  };
}
