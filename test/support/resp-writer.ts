import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./containers.ts";

/** A client that appends one word after another to the list `ledger`, and keeps account of what it was told is safe. */
export interface RespWriter {
  /** Until so many more were acknowledged. */
  awaitAcknowledged(more: number): Promise<void>;
  /** The words that were acknowledged. */
  stop(): Promise<readonly string[]>;
}

const pause = 2;

export function startRespWriter(place: { readonly port: number; readonly password: string }): RespWriter {
  const acknowledged: string[] = [];
  let ended = false;
  const goesOn = (): boolean => !ended;
  let number = 0;
  const work = (async () => {
    while (goesOn()) {
      const socket = await connect(place).catch(() => undefined);
      if (socket === undefined) {
        await sleep(20);
        continue;
      }
      try {
        while (goesOn()) {
          number += 1;
          const word = `w${String(number)}`;
          const answer = await ask(socket, `RPUSH ledger ${word}\r\n`);
          if (answer.startsWith(":")) acknowledged.push(word);
          await sleep(pause);
        }
      } catch {
        // Not acknowledged: another word is written by the next connection.
      } finally {
        socket.destroy();
      }
    }
  })();
  return {
    awaitAcknowledged: async (more) => {
      const wanted = acknowledged.length + more;
      await until("writes to be acknowledged", 120, () => Promise.resolve(acknowledged.length >= wanted));
    },
    stop: async () => {
      ended = true;
      await work;
      return acknowledged;
    },
  };
}

async function connect({ port, password }: { port: number; password: string }): Promise<Socket> {
  const socket = createConnection({ port, host: "127.0.0.1" });
  socket.setTimeout(5000, () => socket.destroy(new Error("no answer")));
  socket.on("error", () => undefined);
  const answer = await ask(socket, `AUTH ${password}\r\n`);
  if (answer.startsWith("+OK")) return socket;
  socket.destroy();
  throw new Error(answer);
}

function ask(socket: Socket, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.off("data", answered).off("close", closed);
    };
    const answered = (bytes: Buffer): void => {
      stop();
      resolve(bytes.toString("latin1"));
    };
    const closed = (): void => {
      stop();
      reject(new Error("closed"));
    };
    socket.on("data", answered).on("close", closed);
    if (socket.destroyed) closed();
    else socket.write(command);
  });
}
