import type { Duplex } from "node:stream";
import { AbstractConnector, Redis } from "ioredis";

/** What the library expects of a stream beyond what every stream has. */
interface SocketLike {
  readonly connecting: false;
  setNoDelay(): void;
  setKeepAlive(): void;
  setTimeout(): void;
  ref(): void;
  unref(): void;
}

/**
 * The library's client on a stream that is connected already. It reconnects never and queues nothing: a connection that
 * broke is an error of whoever asks next. It says nothing by itself when it connects, so a password is the session's
 * business, and so is the database.
 */
export function clientOn(stream: Duplex): Redis {
  const socket = Object.assign(stream, {
    connecting: false,
    setNoDelay: () => undefined,
    setKeepAlive: () => undefined,
    setTimeout: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  } satisfies SocketLike);
  class OneStream extends AbstractConnector {
    constructor() {
      super(0);
    }
    override connect(): ReturnType<AbstractConnector["connect"]> {
      // Typed as a socket; of one it uses what is given above.
      const connected = socket as unknown as Awaited<ReturnType<AbstractConnector["connect"]>>;
      this.stream = connected;
      return Promise.resolve(connected);
    }
  }
  const client = new Redis({
    Connector: OneStream,
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    retryStrategy: () => null,
    reconnectOnError: null,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    maxLoadingRetryTime: 0,
  });
  // A connection that breaks between two commands is reported by the next one; without a listener it ends the process.
  client.on("error", () => undefined);
  return client;
}
