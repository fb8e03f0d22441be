import { Duplex } from "node:stream";
import { StepError } from "../../core/errors.ts";
import { Demultiplexer } from "./demultiplexer.ts";
import type { Engine } from "./engine.ts";
import { exitCodeOf, startExec, type StartedExec } from "./exec.ts";
import { TextTail } from "./text-tail.ts";

// A program in the background has /dev/null as its stdin, so the shell's own is kept as descriptor 4. Whichever
// direction ends first ends the other: also when this process is killed, because the engine then closes stdin.
//
// The shell waits for both before it ends, and no signal ends it earlier. A child that outlived it would become a child
// of the container's first process, the database server itself; PostgreSQL takes a child it does not know that dies of a
// signal for a crashed session, and cuts off every other one (CleanupBackend in its postmaster.c).
const overBash = `
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 111
exec 4<&0
cat <&4 >&3 3<&- 4<&- & up=$!
cat <&3 3<&- 4<&- & down=$!
trap '' HUP INT TERM PIPE
exec 3<&- 4<&- 0</dev/null 1>/dev/null
wait -n
kill "$up" "$down" 2>/dev/null
wait
exit 0
`;

const overAnything = `
if command -v bash >/dev/null 2>&1; then exec bash -c "$2" relay "$1"; fi
if command -v nc >/dev/null 2>&1; then exec nc 127.0.0.1 "$1"; fi
echo "the image has neither bash nor nc" >&2
exit 127
`;

/**
 * A stream to a port on the container's own loopback. The program at the other end is started by `docker exec`, needs
 * no privilege and ends with the stream.
 */
export async function dial(engine: Engine, containerId: string, port: number): Promise<Duplex> {
  const argv = ["sh", "-c", overAnything, "relay", String(port), overBash];
  const exec = await startExec(engine, containerId, { argv, stdin: true });
  return new Relay(engine, exec, `port ${port} inside the container ${containerId.slice(0, 12)}`);
}

class Relay extends Duplex {
  readonly #connection: Duplex;
  readonly #frames: Demultiplexer;

  constructor(engine: Engine, { id, connection }: StartedExec, place: string) {
    super({ allowHalfOpen: false });
    const complaints = new TextTail();
    this.#connection = connection;
    this.#frames = new Demultiplexer((bytes) => complaints.add(bytes));
    connection.pipe(this.#frames);
    connection.on("error", (error) => this.destroy(error));
    connection.on("close", () => {
      if (!connection.readableEnded) this.destroy(new Error(`the connection to ${place} broke`));
    });
    this.#frames.on("error", (error) => this.destroy(error));
    this.#frames.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) this.#frames.pause();
    });
    this.#frames.on("end", () => {
      exitCodeOf(engine, id).then(
        (code) =>
          code === 0 ? this.push(null) : this.destroy(notReached(place, code, complaints.toString())),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    });
  }

  override _read(): void {
    this.#frames.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#connection.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#connection.writableEnded) done();
    else this.#connection.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#connection.destroy();
    this.#frames.destroy();
    done(error);
  }
}

function notReached(place: string, code: number, complaints: string): StepError {
  const detail = complaints.trim() || `The relay in the container ended with status ${code}.`;
  return new StepError({ summary: `No connection to ${place}`, detail: [detail] });
}
