import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { HelperSpec, Labels, OwnMount, Runtime } from "../../src/ports/runtime.ts";

type Leave = NonNullable<HelperSpec["may"]>;

/** What a runtime is tried on. */
export interface RuntimeWorld {
  readonly runtime: Runtime;
  /** On everything that is made here. */
  readonly labels: Labels;
  /**
   * An image with `sh`, `cat`, `sleep`, `stat` and `nc`, with a VOLUME at /data, whose command `serve` prints
   * `serving`, ends with 0 on the image's stop signal and ignores every other but SIGKILL.
   */
  readonly image: string;
  name(what: string): string;
  /** A container somebody else made, running `serve`, with a volume at /data. */
  foreignContainer(what: string): Promise<{ readonly id: string; readonly volume: string }>;
  remove(): Promise<void>;
}

/** The world, and what the tests do in it again and again. It is there before the world is: tests are named first. */
export class RuntimeBench {
  #world: RuntimeWorld | undefined;
  #count = 0;

  open(world: RuntimeWorld): void {
    this.#world = world;
  }

  async close(): Promise<void> {
    await this.#world?.remove();
  }

  get world(): RuntimeWorld {
    if (!this.#world) throw new Error("the world is made before the first test");
    return this.#world;
  }

  get runtime(): Runtime {
    return this.world.runtime;
  }

  fresh(what: string): string {
    this.#count += 1;
    return this.world.name(`${what}-${this.#count}`);
  }

  helper(argv: readonly string[], mounts: readonly OwnMount[] = [], may: Leave = []): Promise<string> {
    const { image, labels } = this.world;
    return this.runtime.createHelper({ name: this.fresh("helper"), image, labels, argv, mounts, may });
  }

  async started(argv: readonly string[], mounts: readonly OwnMount[] = [], may: Leave = []): Promise<string> {
    const id = await this.helper(argv, mounts, may);
    await this.runtime.start(id);
    return id;
  }

  idle(): Promise<string> {
    return this.started(["sleep", "3600"]);
  }

  async volume(): Promise<string> {
    const name = this.fresh("volume");
    await this.runtime.createVolume(name, this.world.labels);
    return name;
  }

  ended(id: string): Promise<number> {
    return this.runtime.wait(id, AbortSignal.timeout(30_000));
  }

  /** A container in which each connection to the port is answered by the program. */
  async serving(port: number, argv: readonly string[]): Promise<string> {
    const id = await this.started(["nc", "-ll", "-p", String(port), "-e", ...argv]);
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    const sockets = async () =>
      (await this.runtime.look(id, ["cat", "/proc/net/tcp", "/proc/net/tcp6"])).stdout;
    // 0A: it listens.
    await expect.poll(sockets, { timeout: 10_000 }).toMatch(new RegExp(`:${hex} 0+:0000 0A`));
    return id;
  }

  /** Once the program has printed the word. */
  async printed(id: string, word: string): Promise<void> {
    await expect.poll(() => this.runtime.logTail(id, 100), { timeout: 10_000 }).toContain(word);
  }

  /** How many processes run in the container. */
  async processes(id: string): Promise<number> {
    const { stdout } = await this.runtime.look(id, ["sh", "-c", "ls -d /proc/[0-9]* | wc -l"]);
    return Number(stdout);
  }

  /** So many bytes of a stream, which stays open. */
  async received(stream: Duplex, length: number): Promise<Buffer> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
      const bytes = stream.read(length) as Buffer | null;
      if (bytes) return bytes;
      await sleep(5);
    }
    throw new Error(`${length} bytes did not come`);
  }
}
