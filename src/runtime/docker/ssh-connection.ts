import { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import { execa } from "execa";
import { shellWord } from "../../core/shell-word.ts";
import { SshFailed } from "./ssh-failed.ts";
import { TextTail } from "./text-tail.ts";

/**
 * One connection to an engine on another host: what is written goes into a process `ssh` and what that says comes out.
 * It ends with the process, and the process with it; where this one is killed, the other ends because its stdin closes.
 * A process that ends badly destroys the stream with an SshFailed that has its last words.
 */
export class SshConnection extends Duplex {
  readonly #ssh;
  readonly #argv: readonly string[];
  readonly #complaints = new TextTail();

  constructor(argv: readonly string[]) {
    super({ allowHalfOpen: true });
    this.#argv = argv;
    // A session of its own: a Ctrl-C at the terminal is for dbshift, which still has to undo things over this.
    this.#ssh = execa("ssh", argv, { detached: true, buffer: false, reject: false, stdio: "pipe" });
    const { stdin, stdout, stderr } = this.#ssh;
    stderr.on("data", (bytes: Buffer) => {
      this.#complaints.add(bytes);
    });
    // A pipe that broke says less than the end of the process, which follows.
    stdin.on("error", () => undefined);
    stdout.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) stdout.pause();
    });
    stdout.on("error", () => undefined);
    void this.#ended();
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#ssh.stdin.write(chunk, () => {
      done();
    });
  }

  /** The other side sees the end of what we say, and may go on speaking. */
  override _final(done: () => void): void {
    this.#ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#ssh.stdin.destroy();
    this.#ssh.stdout.destroy();
    this.#ssh.kill("SIGTERM");
    done(error);
  }

  async #ended(): Promise<void> {
    const said = finished(this.#ssh.stdout).catch(() => undefined);
    const { exitCode, code, cause } = await this.#ssh;
    // A reader that takes its time gets all of it.
    await said;
    if (this.destroyed) return;
    if (exitCode === 0) {
      this.push(null);
      // Nobody is left to read what would still be written.
      this.end();
      return;
    }
    const missing = code === "ENOENT" ? "The program ssh is not there." : undefined;
    const reason = missing ?? this.#complaints.toString().trim();
    const retry = ["ssh", ...this.#argv.slice(0, this.#argv.indexOf("docker")), "docker", "version"];
    this.destroy(
      new SshFailed(
        reason || `ssh ended with status ${exitCode ?? "unknown"}.`,
        retry.map(shellWord).join(" "),
        cause,
      ),
    );
  }

  // What the HTTP client asks of a socket, and a process does not have.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
