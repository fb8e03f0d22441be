import pg from "pg";
import { createBystanders, type Bystanders } from "../support/bystanders.ts";
import { containersSeen, usesOf } from "../support/containers-events.ts";
import { docker } from "../support/containers.ts";
import type { Scene } from "../support/environment.ts";
import { endOf } from "../support/run-cli.ts";
import type { Writers } from "../support/writers.ts";

interface Status {
  readonly runs: readonly {
    readonly serves: "source" | "target" | "nobody" | "unknown";
    readonly copies: readonly { readonly volume: string; readonly proof: string }[];
  }[];
}

/** Stands outside, looks at a scene at any moment, and keeps what it saw that must not be. */
export class Observer {
  readonly violations: string[] = [];
  /** How long `dbshift status` took with the engine out of reach, in milliseconds. */
  readonly statusMilliseconds: number[] = [];
  /** Acts that a client was told were committed, all of them looked for. */
  acknowledged = 0;
  readonly #scene: Scene;
  readonly #bystanders: Bystanders;
  /** What there was to know of them at first. */
  readonly #before: readonly string[];
  /** The names under which the engine tells of the source's image. */
  readonly #oldImage: readonly string[];

  private constructor(
    scene: Scene,
    bystanders: Bystanders,
    before: readonly string[],
    oldImage: readonly string[],
  ) {
    this.#scene = scene;
    this.#bystanders = bystanders;
    this.#before = before;
    this.#oldImage = oldImage;
  }

  static async of(scene: Scene): Promise<Observer> {
    const bystanders = await createBystanders(scene.shop);
    const before = await bystanders.state();
    const names = ["inspect", "--format", "{{.Image}} {{.Config.Image}}", scene.shop.container];
    return new Observer(scene, bystanders, before, (await docker(names)).split(" "));
  }

  /** With every process of ours dead: what status says offline is so, and a complete copy of the data is there (I1). */
  async lookAtDeath(when: string): Promise<void> {
    const startedAt = performance.now();
    const result = await this.#scene.run(["status", "--json"], {
      env: { DOCKER_HOST: "unix:///nowhere/docker.sock" },
    });
    this.statusMilliseconds.push(performance.now() - startedAt);
    if (result.exitCode !== 0) {
      this.#saw("I1", when, `status ended with ${endOf(result)}`);
      return;
    }
    const [run] = (JSON.parse(result.stdout) as Status).runs;
    if (run === undefined) return; // It died before it had a journal, and had done nothing.
    const major = await this.majorServing();
    const fits = { source: major === 15, target: major === 16, nobody: major === undefined, unknown: true };
    if (!fits[run.serves]) {
      this.#saw("I1", when, `status says ${run.serves} serves, and ${String(major)} answers`);
    }
    const complete = run.copies.filter(({ proof }) => !/^(not proven|is being removed)/.test(proof));
    if (complete.length === 0) this.#saw("I1", when, "status names no copy that is good");
    for (const { volume } of complete) {
      const there = await docker(["volume", "ls", "--quiet", "--filter", `name=^${volume}$`]);
      if (there === "") this.#saw("I1", when, `the volume ${volume} that status names is not there`);
    }
  }

  /** The major that answers a client under the published port; undefined where none does. */
  async majorServing(): Promise<number | undefined> {
    const { port, roles } = this.#scene.shop;
    const client = new pg.Client({
      host: "127.0.0.1",
      port,
      database: "shop",
      ...roles.app,
      connectionTimeoutMillis: 5000,
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ major: number }>(
        "SELECT current_setting('server_version_num')::int / 10000 AS major",
      );
      return rows[0]?.major;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** At the end of a campaign, with the shop serving: all that clients were told of is there (I2). */
  async lookAtWrites(writers: Writers): Promise<void> {
    await writers.stop();
    try {
      this.acknowledged += (await writers.check()).ok;
    } catch (error) {
      this.#saw("I2", "at the end", error instanceof Error ? error.message : String(error));
    }
  }

  /** The source volume was opened by one container at a time and by the old image alone (I3, I4). */
  async lookAtVolume(): Promise<void> {
    const { watch, id, shop } = this.#scene;
    await watch.catchUp();
    const seen = containersSeen(watch, id);
    const open = new Set<string>();
    for (const { opened, container } of usesOf(watch, shop.volume)) {
      if (opened) open.add(container);
      else open.delete(container);
      const roles = [...open].map((each) => seen.get(each)?.Actor.Attributes["dbshift.role"] ?? "source");
      if (roles.length > 1) this.#saw("I4", "on the source volume", `open at once: ${roles.join(", ")}`);
      const image = seen.get(container)?.Actor.Attributes["image"] ?? "";
      if (!this.#oldImage.includes(image)) this.#saw("I3", "on the source volume", `opened by ${image}`);
    }
  }

  /** What belongs to others is as it was, to the byte (I10). */
  async lookAtBystanders(): Promise<void> {
    const after = await this.#bystanders.state();
    for (const [place, is] of after.entries()) {
      if (is !== this.#before[place]) this.#saw("I10", "at the end", `others' things changed: ${is}`);
    }
  }

  expect(invariant: string, when: string, found: unknown, wanted: unknown): void {
    const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (is !== should) this.#saw(invariant, when, `${is} instead of ${should}`);
  }

  async remove(): Promise<void> {
    await this.#bystanders.remove();
  }

  #saw(invariant: string, when: string, what: string): void {
    this.violations.push(`${invariant}, ${when}: ${what}`);
  }
}
