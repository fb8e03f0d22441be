import type { RuntimeReader } from "../../ports/runtime.ts";
import type { Connection, Session } from "./session.ts";

/** Where a session leads to. */
export interface Place {
  readonly containerId: string;
  readonly database: string;
}

/**
 * Sessions that were ended and are kept open for whoever asks for the same database next. To open one takes a process in
 * the container, and a server process that has read nothing of the catalogs yet; a run would do so a hundred times.
 *
 * Only for servers that the run itself stops, which ends whatever is kept: in any other one they would be somebody's.
 */
class KeptSessions {
  readonly #idle = new Map<string, Connection[]>();
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** One that was kept, as new; undefined where there is none that is still good for anything. */
  async take(place: Place, signal: AbortSignal): Promise<Session | undefined> {
    const idle = this.#idle.get(keyOf(place)) ?? [];
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      this.#count -= 1;
      try {
        await kept.renew(signal);
        return this.lend(place, kept);
      } catch {
        // Its server was stopped or started anew, or it was left in the middle of something.
        await kept.end();
        signal.throwIfAborted();
      }
    }
    return undefined;
  }

  /** What `end` of the result does is to keep the connection, where there is room for it. */
  lend(place: Place, connection: Connection): Session {
    let ended: Promise<void> | undefined;
    return {
      rows: (...query) => connection.rows(...query),
      row: (...query) => connection.row(...query),
      run: (sql) => connection.run(sql),
      end: () => (ended ??= this.#keep(place, connection)),
    };
  }

  async #keep(place: Place, connection: Connection): Promise<void> {
    if (this.#count >= this.#most) {
      await connection.end();
      return;
    }
    connection.rest();
    this.#count += 1;
    const key = keyOf(place);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), connection]);
  }
}

const keyOf = ({ containerId, database }: Place): string => `${containerId} ${database}`;

const all = new WeakMap<RuntimeReader, KeptSessions>();

/** Those that go through a connection to Docker's engine: no more than `most`, which the first to ask says. */
export function keptSessions(runtime: RuntimeReader, most: number): KeptSessions {
  const found = all.get(runtime) ?? new KeptSessions(most);
  all.set(runtime, found);
  return found;
}
