import { Transform, type TransformCallback } from "node:stream";
import { StepError } from "../../core/errors.ts";

const headerLength = 8;
const stderr = 2;

/**
 * The bytes of stdout out of the engine's frames (kind, three zeros, length in four bytes, payload); those of stderr
 * go to a callback. It holds back at most a header: a frame is passed on as it comes, in whatever pieces, and a slow
 * reader slows the engine down. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export class Demultiplexer extends Transform {
  readonly #header = Buffer.alloc(headerLength);
  readonly #onStderr: (bytes: Buffer) => void;
  #headerBytes = 0;
  #payloadBytes = 0;

  constructor(onStderr: (bytes: Buffer) => void) {
    super();
    this.#onStderr = onStderr;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      for (let rest = chunk; rest.length > 0;) {
        rest = rest.subarray(this.#payloadBytes > 0 ? this.#payload(rest) : this.#headerPart(rest));
      }
      done();
    } catch (error) {
      // Thrown further, it would come out of the socket's event and end the process.
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    const whole = this.#headerBytes === 0 && this.#payloadBytes === 0;
    done(whole ? null : new StepError({ summary: "The engine's answer ended in the middle" }));
  }

  #payload(bytes: Buffer): number {
    const part = bytes.subarray(0, this.#payloadBytes);
    if (this.#header[0] === stderr) this.#onStderr(part);
    else this.push(part);
    this.#payloadBytes -= part.length;
    return part.length;
  }

  #headerPart(bytes: Buffer): number {
    const taken = bytes.copy(this.#header, this.#headerBytes, 0, headerLength - this.#headerBytes);
    this.#headerBytes += taken;
    if (this.#headerBytes < headerLength) return taken;
    this.#headerBytes = 0;
    this.#payloadBytes = this.#header.readUInt32BE(4);
    const known = (this.#header[0] ?? stderr + 1) <= stderr && this.#header.readUIntBE(1, 3) === 0;
    if (!known) throw new StepError({ summary: "The engine answered in a way that cannot be understood" });
    return taken;
  }
}
