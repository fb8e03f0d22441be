import type { Duplex } from "node:stream";
import { DeadlinePassed, StepError } from "../../src/core/errors.ts";
import type { Container, ExecResult, Labels, Runtime, RuntimeReader } from "../../src/ports/runtime.ts";
import { visibleText } from "../../src/runtime/docker/visible-text.ts";
import { createAgain, createHelper, createLike, createServer } from "./create-containers.ts";
import { carries, type Host } from "./host.ts";
import { attach, makeUnstartable } from "./networks.ts";
import { seenContainer, seenVolume } from "./seen.ts";
import type { SimulatedContainer } from "./world.ts";

/** What a program that only looks prints in a container; undefined where there is no such program. */
export type Looks = (
  host: Host,
  container: SimulatedContainer,
  argv: readonly string[],
  options: { readonly user?: string; readonly seconds?: number },
) => ExecResult | undefined;

export interface Inside {
  readonly look: Looks;
  readonly dial: (host: Host, container: SimulatedContainer, port: number) => Duplex;
}

const mebibyte = 1024 * 1024;

/** A runtime on a simulated host. It keeps the promises of the port as the one on Docker does: see its contract. */
export function simulatedRuntime(host: Host, inside: Inside): Runtime {
  return { ...reader(host, inside), ...changer(host) };
}

function reader(host: Host, inside: Inside): RuntimeReader {
  const look = <T>(name: string, work: () => T): Promise<T> =>
    Promise.resolve().then(() => host.simulation.meet("look", name, work));
  const running = (id: string): SimulatedContainer => {
    const container = host.get(id);
    if (container.state === "running") return container;
    throw new StepError({ summary: `The container ${container.name} is not running` });
  };
  return {
    daemon: () =>
      look("daemon", () => ({ id: "daemon-1", name: "host", host: "unix:///sim", version: "26.1", cpus: 2 })),
    daemonSetup: () =>
      look("setup", () => ({
        storageDriver: "overlay2",
        rootDirectory: "/var/lib/docker",
        operatingSystem: "Simulated",
        rootless: false,
      })),
    findContainer: (name) => look("find container", () => seen(host, host.find(name))),
    listContainers: (labels) =>
      look("list containers", () => host.list(labels).map((each) => seenContainer(host, each))),
    findImage: (reference) => look("find image", () => host.image(reference)),
    registryDigest: () => look("ask registry", () => undefined),
    listImages: () => look("list images", () => [...new Set([...host.images.values()].map(({ id }) => id))]),
    findVolume: (name) =>
      look("find volume", () => {
        const volume = host.volume(name);
        return volume && seenVolume(volume);
      }),
    listVolumes: (labels) =>
      look("list volumes", () =>
        Object.values(host.world.volumes)
          .filter((volume) => carries(volume.labels, labels))
          .map(seenVolume),
      ),
    look: (id, argv, options = {}) =>
      look(`look ${argv[0] ?? ""}`, () => {
        const result = inside.look(host, running(id), argv, options);
        if (result === undefined) throw new DeadlinePassed(argv.join(" "), options.seconds ?? 30);
        if (result.stdout.length > mebibyte) throw new StepError({ summary: "It printed more than 1 MiB" });
        return result;
      }),
    dial: (id, port) => look("dial", () => inside.dial(host, running(id), port)),
    describe: (id) => look("describe", () => JSON.stringify(host.get(id))),
    logTail: (id, lines) =>
      look("log tail", () => {
        const { stdout, stderr } = host.get(id);
        const all = visibleText(stdout + stderr)
          .split("\n")
          .filter((line) => line !== "");
        return `${all.slice(-lines).join("\n")}\n`;
      }),
    output: (id) =>
      look("output", () => {
        const { stdout } = host.get(id);
        if (stdout.length > mebibyte) throw new StepError({ summary: "It printed more than 1 MiB" });
        return stdout;
      }),
    serviceUnitsNaming: () => look("units", () => []),
    lookAtDirectory: () =>
      look("directory", () => ({ kind: "directory" as const, insideEngine: false, freeBytes: 1e12 })),
  };
}

const seen = (host: Host, container: SimulatedContainer | undefined): Container | undefined =>
  container && seenContainer(host, container);

function changer(host: Host): Omit<Runtime, keyof RuntimeReader> {
  const { simulation } = host;
  const change = <T>(name: string, work: () => T): Promise<T> =>
    Promise.resolve().then(() => simulation.meet("change", name, work));
  const hasEnded = (id: string) => () => host.find(id)?.state !== "running";
  return {
    pullImage: (reference) =>
      change(`pull ${reference}`, () => {
        throw new StepError({ summary: `There is no registry with ${reference}` });
      }),
    createVolume: (name, labels) =>
      change(`create volume ${name}`, () => {
        createVolume(host, name, labels);
      }),
    removeVolume: (name, labels) =>
      change(`remove volume ${name}`, () => {
        const volume = host.volume(name);
        if (volume === undefined) return;
        assertCarries(`The volume "${name}"`, volume.labels, labels);
        host.removeVolume(name);
      }),
    removeForeignVolume: (name, createdAt) =>
      change(`remove foreign volume ${name}`, () => {
        const volume = host.volume(name);
        if (volume === undefined) return;
        if (volume.createdAt !== createdAt) {
          throw new StepError({
            summary: `The volume "${name}" is not removed: it is not the one that was looked at`,
          });
        }
        host.removeVolume(name);
      }),
    createNetwork: (name) =>
      change(`create network ${name}`, () => {
        host.world.networks[name] = name;
        return { id: name };
      }),
    removeNetwork: (name) =>
      change(`remove network ${name}`, () => {
        for (const container of Object.values(host.world.containers)) {
          container.attachments = container.attachments.filter(({ network }) => network !== name);
        }
        Reflect.deleteProperty(host.world.networks, name);
      }),
    createHelper: (spec) => change(`create ${spec.name}`, () => createHelper(host, spec)),
    createServer: (spec) => change(`create ${spec.name}`, () => createServer(host, spec)),
    createLike: (original, changes) => createLike(host, host.get(original), changes),
    createAgain: (description, name) => createAgain(host, description, name),
    start: (id) =>
      change(`start ${nameOf(host, id)}`, () => {
        host.start(id);
      }),
    stop: async (id, seconds, signal) => {
      await change(`stop ${nameOf(host, id)}`, () => {
        host.signal(id, signal);
      });
      await simulation.until(hasEnded(id), { at: host.world.now + seconds * 1000 });
      if (!hasEnded(id)()) throw new DeadlinePassed("Stopping the container", seconds);
    },
    kill: (id) =>
      change(`kill ${nameOf(host, id)}`, () => {
        host.signal(id, "SIGKILL");
      }),
    wait: async (id, signal) => {
      await simulation.until(hasEnded(id), { signal });
      return simulation.meet("look", "wait", () => host.get(id).exitCode);
    },
    removeContainer: (id, labels) =>
      change(`remove ${nameOf(host, id)}`, () => {
        const container = host.find(id);
        if (container === undefined) return;
        assertCarries(`The container "${container.name}"`, container.labels, labels);
        host.remove(container.id);
      }),
    removeForeignContainer: (id) =>
      change(`remove foreign ${nameOf(host, id)}`, () => {
        const container = host.find(id);
        if (container === undefined) return;
        if (container.id !== id || container.state === "running") {
          throw new StepError({ summary: `The container "${container.name}" is not removed` });
        }
        host.remove(id);
      }),
    rename: (id, name) =>
      change(`rename ${nameOf(host, id)}`, () => {
        const container = host.get(id);
        if (container.name === name) return;
        if (host.find(name) !== undefined) throw new StepError({ summary: `The name ${name} is taken` });
        container.name = name;
      }),
    setRestartPolicy: (id, policy) =>
      change(`restart policy of ${nameOf(host, id)}`, () => {
        host.get(id).restartPolicy = { ...policy };
      }),
    makeUnstartable: (id) => makeUnstartable(host, id),
    attach: (id, attachments) => attach(host, id, attachments),
    replaceFile: (id, path, content) =>
      change(`replace ${path.replace(/^.*\//, "")}`, () => {
        replaceFile(host, id, path, content);
      }),
  };
}

const nameOf = (host: Host, id: string): string => host.find(id)?.name ?? "what is gone";

function assertCarries(what: string, labels: Labels, wanted: Labels): void {
  if (!carries(labels, wanted)) throw new StepError({ summary: `${what} is not ours, so it was left alone` });
}

function createVolume(host: Host, name: string, labels: Labels): void {
  if (host.volume(name) !== undefined) {
    throw new StepError({ summary: `A volume named "${name}" exists already` });
  }
  host.world.volumes[name] = {
    name,
    labels: { ...labels },
    createdAt: host.stamp(),
    anonymous: false,
    files: {},
  };
}

function replaceFile(host: Host, id: string, path: string, content: string | Uint8Array): void {
  const container = host.get(id);
  const { files, name } = host.place(container, path);
  if (container.state !== "running" || !Object.hasOwn(files, name)) {
    throw new StepError({ summary: `${path} was not replaced in the container ${container.name}` });
  }
  files[name] = Buffer.from(content).toString("utf8");
}
