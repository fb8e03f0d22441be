import type { LeaseKeeper } from "../../ports/lease.ts";
import type { Runtime, RuntimeReader } from "../../ports/runtime.ts";
import { attach } from "./attach.ts";
import { connect, type ConnectOptions } from "./connect.ts";
import { createAgain, describe } from "./create-again.ts";
import { createContainer } from "./create-container.ts";
import { createLike } from "./create-like.ts";
import { daemonFacts } from "./daemon-facts.ts";
import { daemonSetup } from "./daemon-setup.ts";
import type { Engine } from "./engine.ts";
import { runProgram } from "./exec.ts";
import { helperSpec } from "./helper-spec.ts";
import { dockerLeases } from "./lease.ts";
import { lookAtDirectory } from "./host-directory.ts";
import { kill, rename, setRestartPolicy, start, stop, wait } from "./lifecycle.ts";
import { listContainers } from "./list-containers.ts";
import { listImages } from "./list-images.ts";
import { listVolumes } from "./list-volumes.ts";
import { logTail, output } from "./logs.ts";
import { findContainerJson, findImageJson, findVolumeJson, getImageJson } from "./look-up.ts";
import { createNetwork, removeNetwork } from "./networks.ts";
import { pullImage } from "./pull-image.ts";
import { readContainer } from "./read-container.ts";
import { dial } from "./relay.ts";
import { registryDigest } from "./registry-digest.ts";
import { removeContainer, removeForeignContainer } from "./removal.ts";
import { replaceFile } from "./replace-file.ts";
import { serverSpec } from "./server-spec.ts";
import { serviceUnitsNaming } from "./service-units.ts";
import { toImage } from "./to-image.ts";
import { toVolume } from "./to-volume.ts";
import { makeUnstartable } from "./unstartable.ts";
import { createVolume, removeForeignVolume, removeVolume } from "./volumes.ts";

/** One daemon, reached and asked for its version; throws RuntimeUnreachable where it does not answer. */
export async function dockerRuntime(
  options: ConnectOptions = {},
): Promise<{ readonly runtime: Runtime; readonly leases: LeaseKeeper }> {
  const engine = await connect(options);
  return { runtime: { ...reader(engine), ...changer(engine) }, leases: dockerLeases(engine) };
}

function reader(engine: Engine): RuntimeReader {
  return {
    daemon: () => daemonFacts(engine),
    daemonSetup: () => daemonSetup(engine),
    async findContainer(idOrName) {
      const json = await findContainerJson(engine, idOrName);
      return json && readContainer(engine, json);
    },
    listContainers: (labels) => listContainers(engine, labels),
    async findImage(reference) {
      const json = await findImageJson(engine, reference);
      return json && toImage(json);
    },
    registryDigest: (reference) => registryDigest(engine, reference),
    listImages: () => listImages(engine),
    async findVolume(name) {
      const json = await findVolumeJson(engine, name);
      return json && toVolume(json);
    },
    listVolumes: (labels) => listVolumes(engine, labels),
    look: (containerId, argv, { user, seconds = 30 } = {}) =>
      runProgram(engine, containerId, { argv, user, seconds }),
    dial: (containerId, port) => dial(engine, containerId, port),
    describe: (containerId) => describe(engine, containerId),
    logTail: (containerId, lines) => logTail(engine, containerId, lines),
    output: (containerId) => output(engine, containerId),
    serviceUnitsNaming: async (container) => (engine.local ? serviceUnitsNaming(container) : undefined),
    lookAtDirectory: async (path) => (engine.local ? lookAtDirectory(engine, path) : undefined),
  };
}

function changer(engine: Engine): Omit<Runtime, keyof RuntimeReader> {
  return {
    pullImage: (reference, progress, signal) => pullImage(engine, { reference, progress, signal }),
    createVolume: (name, labels) => createVolume(engine, name, labels),
    removeVolume: (name, labels) => removeVolume(engine, name, labels),
    removeForeignVolume: (name, createdAt) => removeForeignVolume(engine, name, createdAt),
    createNetwork: (name, labels) => createNetwork(engine, name, labels),
    removeNetwork: (name, labels) => removeNetwork(engine, name, labels),
    createHelper: async (spec) =>
      createContainer(engine, spec.name, helperSpec(spec, await getImageJson(engine, spec.image))),
    createServer: async (spec) =>
      createContainer(engine, spec.name, serverSpec(spec, await getImageJson(engine, spec.image))),
    createLike: (originalId, changes) => createLike(engine, originalId, changes),
    createAgain: (description, name) => createAgain(engine, description, name),
    start: (containerId) => start(engine, containerId),
    stop: (containerId, seconds, name) => stop(engine, containerId, seconds, name),
    kill: (containerId) => kill(engine, containerId),
    wait: (containerId, signal) => wait(engine, containerId, signal),
    removeContainer: (containerId, labels) => removeContainer(engine, containerId, labels),
    removeForeignContainer: (containerId) => removeForeignContainer(engine, containerId),
    rename: (containerId, name) => rename(engine, containerId, name),
    setRestartPolicy: (containerId, policy) => setRestartPolicy(engine, containerId, policy),
    makeUnstartable: (containerId, labels) => makeUnstartable(engine, containerId, labels),
    attach: (containerId, attachments) => attach(engine, containerId, attachments),
    replaceFile: (containerId, path, content) => replaceFile(engine, containerId, path, content),
  };
}
