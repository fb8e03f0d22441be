import { StepError } from "../../src/core/errors.ts";
import type { Image, Labels } from "../../src/ports/runtime.ts";
import { EngineRefused } from "../../src/runtime/docker/translate-error.ts";
import { networkOf } from "./network-of.ts";
import { Simulation } from "./simulation.ts";
import type { SimulatedContainer, SimulatedVolume, World } from "./world.ts";

/** What a container does once it is started. */
export interface Program {
  /** Why the engine cannot start it; absent where it can. */
  readonly missing?: string;
  /** In milliseconds after the start; what a stage returns is the exit code with which the program ends. */
  readonly stages: readonly {
    readonly after: number;
    readonly run: (host: Host, container: SimulatedContainer) => number | undefined;
  }[];
  /** What it ends with on this signal, after so many milliseconds; undefined where it ignores it. */
  readonly onSignal: (
    container: SimulatedContainer,
    signal: string,
  ) => { readonly code: number; readonly after: number } | undefined;
  /** Called when it has ended, however it did. */
  readonly ended?: (host: Host, container: SimulatedContainer, code: number) => void;
}

export interface HostParts {
  readonly images: ReadonlyMap<string, Image>;
  readonly programOf: (host: Host, container: SimulatedContainer) => Program;
}

export const refused = (status: number, detail: string): EngineRefused =>
  new EngineRefused(status, { summary: "Docker refused it", detail: [detail] }, undefined);

/**
 * A container engine and its machine: the effects, one by one, as Docker has them. It survives the processes that use
 * it, and what it was told to do goes on without them.
 */
export class Host {
  readonly simulation: Simulation;
  readonly world: World;
  readonly images: HostParts["images"];
  readonly #programOf: HostParts["programOf"];
  readonly #listeners: ((container: SimulatedContainer) => void)[] = [];

  constructor(world: World, { images, programOf }: HostParts) {
    this.world = world;
    this.images = images;
    this.#programOf = programOf;
    this.simulation = new Simulation(world);
    this.simulation.happen = ({ container: id, startedAt, what }) => {
      const container = world.containers[id];
      if (container?.state !== "running" || container.startedAt !== startedAt) return;
      const [kind, number] = what.split(" ");
      if (kind === "exit") this.end(container, Number(number));
      else this.#runStage(container, Number(number));
    };
  }

  /** Tells a process of each container that ends. */
  onEnd(listener: (container: SimulatedContainer) => void): void {
    this.#listeners.push(listener);
  }

  find(idOrName: string): SimulatedContainer | undefined {
    const { containers } = this.world;
    if (Object.hasOwn(containers, idOrName)) return containers[idOrName];
    return Object.values(containers).find(({ name }) => name === idOrName);
  }

  get(idOrName: string): SimulatedContainer {
    const container = this.find(idOrName);
    if (container === undefined) throw refused(404, `No such container: ${idOrName}`);
    return container;
  }

  list(labels: Labels = {}): SimulatedContainer[] {
    return Object.values(this.world.containers).filter((each) => carries(each.labels, labels));
  }

  volume(name: string): SimulatedVolume | undefined {
    return Object.hasOwn(this.world.volumes, name) ? this.world.volumes[name] : undefined;
  }

  /** Found by reference or id. */
  image(reference: string): Image | undefined {
    return this.images.get(reference) ?? [...this.images.values()].find(({ id }) => id === reference);
  }

  /** A new moment, as the engine writes it down; no two are the same. */
  stamp(): string {
    this.world.made += 1;
    return new Date(this.world.now)
      .toISOString()
      .replace("Z", `${String(this.world.made).padStart(6, "0")}Z`);
  }

  newId(): string {
    this.world.made += 1;
    return this.world.made.toString(16).padStart(64, "c");
  }

  /** Creating by name is atomic. */
  create(
    made: Omit<
      SimulatedContainer,
      | "id"
      | "state"
      | "exitCode"
      | "createdAt"
      | "startedAt"
      | "stoppedByHand"
      | "files"
      | "stdout"
      | "stderr"
    >,
  ): SimulatedContainer {
    if (this.find(made.name) !== undefined) {
      throw new StepError({ summary: `A container named "${made.name}" exists already` });
    }
    const container: SimulatedContainer = {
      ...made,
      id: this.newId(),
      state: "created",
      exitCode: 0,
      createdAt: this.stamp(),
      startedAt: "0001-01-01T00:00:00Z",
      stoppedByHand: false,
      files: {},
      stdout: "",
      stderr: "",
    };
    this.world.containers[container.id] = container;
    return container;
  }

  start(idOrName: string): void {
    const container = this.get(idOrName);
    if (container.state === "running") return;
    if (container.unstartable) throw refused(404, "network not found");
    const attachments = container.attachments.map((each) => ({
      ...each,
      networkId: networkOf(this.world, each) ?? "",
    }));
    const gone = attachments.find(({ networkId }) => networkId === "");
    if (gone !== undefined) throw refused(404, `network ${gone.network} not found`);
    const { missing } = this.#programOf(this, container);
    if (missing !== undefined) throw refused(400, missing);
    const taken = Object.values(this.world.containers).some(
      (other) => other.state === "running" && other.ports.some((port) => overlap(port, container)),
    );
    if (taken) throw refused(500, "port is already allocated");
    const shared = /^container:(.*)$/.exec(container.networkMode)?.[1];
    if (shared !== undefined && this.find(shared)?.state !== "running") {
      throw refused(409, "cannot join network of a non running container");
    }
    container.state = "running";
    container.attachments = attachments;
    container.exitCode = 0;
    container.startedAt = this.stamp();
    container.stoppedByHand = false;
    this.#schedule(container, 0);
  }

  /** Quiet where it has ended already. */
  signal(idOrName: string, signal: string): void {
    const container = this.get(idOrName);
    if (container.state !== "running") return;
    container.stoppedByHand = true;
    if (signal === "SIGKILL") {
      this.end(container, 137);
      return;
    }
    const reaction = this.#programOf(this, container).onSignal(container, signal);
    if (reaction === undefined) return;
    const { id, startedAt } = container;
    const at = this.world.now + reaction.after;
    this.world.due.push({ at, what: `exit ${String(reaction.code)}`, container: id, startedAt });
  }

  end(container: SimulatedContainer, code: number): void {
    if (container.state !== "running") return;
    container.state = "exited";
    container.exitCode = code;
    this.world.due = this.world.due.filter((due) => due.container !== container.id);
    this.#programOf(this, container).ended?.(this, container, code);
    delete container.server;
    for (const listener of this.#listeners) listener(container);
    if (container.autoRemove) this.remove(container.id);
  }

  /** By force: what runs is killed first. */
  remove(id: string): void {
    const container = this.get(id);
    this.end(container, 137);
    Reflect.deleteProperty(this.world.containers, container.id);
  }

  usersOf(volume: string): SimulatedContainer[] {
    return this.list().filter(({ mounts }) => mounts.some((mount) => mount.volume === volume));
  }

  removeVolume(name: string): void {
    if (this.usersOf(name).length > 0) throw refused(409, `volume ${name} is in use`);
    Reflect.deleteProperty(this.world.volumes, name);
  }

  /** What lies at a path, and how to put something there. */
  place(
    container: SimulatedContainer,
    path: string,
  ): { readonly files: Record<string, string>; readonly name: string } {
    const mount = container.mounts
      .filter(({ destination }) => path.startsWith(`${destination}/`))
      .sort((a, b) => b.destination.length - a.destination.length)[0];
    const volume = mount?.volume === undefined ? undefined : this.volume(mount.volume);
    if (mount === undefined || volume === undefined) return { files: container.files, name: path };
    return { files: volume.files, name: path.slice(mount.destination.length + 1) };
  }

  read(container: SimulatedContainer, path: string): string | undefined {
    const { files, name } = this.place(container, path);
    return Object.hasOwn(files, name) ? files[name] : undefined;
  }

  #schedule(container: SimulatedContainer, stage: number): void {
    const next = this.#programOf(this, container).stages[stage];
    if (next === undefined) return;
    const { id, startedAt } = container;
    const at = Math.max(this.world.now, Date.parse(startedAt.slice(0, 23) + "Z") + next.after);
    if (next.after === 0) this.#runStage(container, stage);
    else this.world.due.push({ at, what: `stage ${String(stage)}`, container: id, startedAt });
  }

  #runStage(container: SimulatedContainer, stage: number): void {
    const code = this.#programOf(this, container).stages[stage]?.run(this, container);
    if (code === undefined) this.#schedule(container, stage + 1);
    else this.end(container, code);
  }
}

export function carries(has: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => has[name] === value);
}

function overlap(port: SimulatedContainer["ports"][number], { ports }: SimulatedContainer): boolean {
  return port.hostPort !== "" && ports.some(({ hostPort }) => hostPort === port.hostPort);
}
