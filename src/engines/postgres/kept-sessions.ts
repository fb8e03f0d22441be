import type { Connection, Session } from "./session.ts";

/** Where a session leads to. */
export interface Place {
  readonly containerId: string;
  readonly database: string;
  /** Who it is there, and what else a session is opened with, where that differs; never shown. */
  readonly as?: string;
}

export interface Keeping {
  /** How many are kept; beyond that the one ends that nobody has asked for the longest. */
  readonly most: number;
  /** How long one is kept that nobody asks for; without an end where absent. */
  readonly seconds?: number;
}

interface Kept {
  readonly key: string;
  readonly connection: Connection;
  readonly timer: NodeJS.Timeout | undefined;
}

/**
 * Sessions that were ended and are kept open for whoever asks for the same database next. To open one takes a process in
 * the container, and a server process that has read nothing of the catalogs yet; a run would do so a hundred times.
 */
export class KeptSessions {
  /** The last one was ended last. */
  #idle: Kept[] = [];
  readonly #keeping: Keeping;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /** One that was kept, as new; undefined where there is none that is still good for anything. */
  async take(place: Place, signal: AbortSignal): Promise<Session | undefined> {
    const key = keyOf(place);
    for (;;) {
      const kept = this.#idle.findLast((one) => one.key === key);
      if (kept === undefined) return undefined;
      this.#forget(kept);
      try {
        await kept.connection.renew(signal);
        return this.lend(place, kept.connection);
      } catch {
        // Its server was stopped or started anew, or it was left in the middle of something.
        await kept.connection.end();
        signal.throwIfAborted();
      }
    }
  }

  /** What `end` of the result does is to keep the connection. */
  lend(place: Place, connection: Connection): Session {
    let ended: Promise<void> | undefined;
    return {
      rows: (...query) => connection.rows(...query),
      row: (...query) => connection.row(...query),
      run: (sql) => connection.run(sql),
      end: () => (ended ??= this.#keep(keyOf(place), connection)),
    };
  }

  async #keep(key: string, connection: Connection): Promise<void> {
    const { most, seconds } = this.#keeping;
    connection.rest();
    const timer =
      seconds === undefined
        ? undefined
        : setTimeout(() => {
            this.#forget(kept);
            void connection.end();
          }, seconds * 1000).unref();
    const kept: Kept = { key, connection, timer };
    this.#idle.push(kept);
    const [oldest] = this.#idle;
    if (this.#idle.length <= most || oldest === undefined) return;
    this.#forget(oldest);
    await oldest.connection.end();
  }

  #forget(kept: Kept): void {
    clearTimeout(kept.timer);
    this.#idle = this.#idle.filter((one) => one !== kept);
  }
}

const keyOf = ({ containerId, database, as = "" }: Place): string =>
  JSON.stringify([containerId, database, as]);
