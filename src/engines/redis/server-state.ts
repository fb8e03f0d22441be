import { readInfo } from "./read-info.ts";
import { readSettings } from "./read-settings.ts";
import { readUsers } from "./read-users.ts";
import type { Session } from "./session.ts";
import { versionIn } from "./version-in.ts";

/** How a server is set up, whatever it holds. Passwords are in it: for memory alone. */
export interface ServerState {
  readonly product: string;
  readonly version: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
}

export async function stateOf(session: Session): Promise<ServerState> {
  return {
    ...versionIn(await readInfo(session)),
    settings: await readSettings(session),
    users: await readUsers(session),
  };
}
