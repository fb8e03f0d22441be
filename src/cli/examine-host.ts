import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { asSentences } from "../core/as-sentences.ts";
import { DbshiftError, messageOf } from "../core/errors.ts";
import type { Engine } from "../ports/engine.ts";
import type { RuntimeReader } from "../ports/runtime.ts";
import type { HostCheck } from "../report/doctor-report.ts";
import { sizeText } from "../report/size-text.ts";
import { isInteractive } from "./interactive.ts";
import type { CommonOptions } from "./options.ts";

/** What no connection to Docker is needed for. */
export async function examineThisSide({ stateDir }: CommonOptions): Promise<readonly HostCheck[]> {
  // Its own guard ends it on anything older, so what runs here fits.
  const node: HostCheck = { name: "Node.js", state: "has", text: process.version };
  return [node, await stateCheck(stateDir), terminalCheck()];
}

async function stateCheck(option: string | undefined): Promise<HostCheck> {
  const name = "Journals";
  const { stateDirectory } = await import("../store/state-directory.ts");
  const { assertPrivateDirectory } = await import("../store/private-path.ts");
  try {
    const path = stateDirectory({ option, env: process.env, cwd: process.cwd() });
    const place = await existing(path);
    await access(place, constants.W_OK | constants.X_OK);
    if (place !== path) return { name, state: "has", text: `${path}, which the first run makes` };
    await assertPrivateDirectory(path);
    return { name, state: "has", text: `${path}, which only you can write to` };
  } catch (error) {
    const reasons = error instanceof DbshiftError ? [error.message, ...error.detail] : [messageOf(error)];
    const text = asSentences(reasons);
    return { name, state: "lacks", text, remedy: "Name another place with --state-dir." };
  }
}

/** The path itself, or the nearest directory above it that is there. */
async function existing(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined || dirname(path) === path ? path : existing(dirname(path));
}

function terminalCheck(): HostCheck {
  const name = "Terminal";
  if (isInteractive({ json: false })) return { name, state: "has", text: "questions can be asked here" };
  const text = "Nobody can be asked here: there is no terminal, or CI says so.";
  return { name, state: "lacks", text, remedy: "Name the container, and say yes beforehand with --yes." };
}

/** What Docker says of itself. That it answers at all is the right to use it: Docker knows no lesser one. */
export async function examineDocker(
  runtime: RuntimeReader,
  { context }: CommonOptions,
): Promise<HostCheck[]> {
  const { endpointOf } = await import("../runtime/docker/endpoint.ts");
  const choice = { environment: process.env, home: homedir(), ...(context !== undefined && { context }) };
  const { namedBy } = endpointOf(choice);
  const { version, name, host } = await runtime.daemon();
  const { storageDriver, operatingSystem, rootless, rootDirectory } = await runtime.daemonSetup();
  return [
    versionCheck(version, `${version} on ${name}${rootless ? ", rootless" : ""}; ${operatingSystem}`),
    {
      name: "Reached at",
      state: "has",
      text: `${host}, ${namedBy === undefined ? "by default" : `by ${namedBy}`}`,
    },
    { name: "Storage", state: "has", text: `${storageDriver}, in ${rootDirectory}` },
    await spaceCheck(runtime, rootDirectory),
  ];
}

function versionCheck(version: string, text: string): HostCheck {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const old = major < 20 || (major === 20 && minor < 10);
  return old
    ? { name: "Docker", state: "lacks", text, remedy: "dbshift wants Docker Engine 20.10 or newer." }
    : { name: "Docker", state: "has", text };
}

async function spaceCheck(runtime: RuntimeReader, root: string): Promise<HostCheck> {
  const name = "Free space";
  const found = await runtime.lookAtDirectory(root).catch(() => undefined);
  if (found?.kind === "directory") {
    return { name, state: "has", text: `${sizeText(found.freeBytes)} where it stores` };
  }
  return {
    name,
    state: "unknown",
    text: "Its disk cannot be looked at from here; a plan asks inside the container.",
  };
}

/** The majors whose images are here already, so that a run need not pull them. */
export async function examineImages(runtime: RuntimeReader, engine: Engine): Promise<HostCheck> {
  const majors = new Set<string>();
  for (const id of await runtime.listImages()) {
    const image = await runtime.findImage(id);
    const major = image && engine.majorOfImage(image);
    if (major !== undefined) majors.add(major);
  }
  const list = [...majors].sort((a, b) => engine.compareMajors(a, b)).join(", ");
  const text =
    list === "" ? `none of ${engine.title}; a run pulls the one it needs` : `${engine.title} ${list}`;
  return { name: "Images", state: "has", text };
}
