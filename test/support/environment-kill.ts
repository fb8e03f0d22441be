import { docker, testLabel, until } from "./containers.ts";
import type { DockerEvent } from "./containers-events.ts";
import type { Scene } from "./environment.ts";
import { endOf, type RunningCli } from "./run-cli.ts";

/**
 * Starts a program and, when it has begun a step, kills it outright. Where a helper does the work of it (a dump, a
 * restore, a backup) that is in the middle: it is slowed down first, so that it still goes on when the program is dead.
 */
export async function killIn(scene: Scene, args: readonly string[], step: string): Promise<void> {
  const place = scene.watch.events.length;
  const program = scene.start(args);
  try {
    await program.awaitRecord({ type: "step.started", step });
    if (step === "dump") await inTheDump(scene, program, place);
    if (step === "restore") await inTheRestore(scene, place);
    if (step === "backup") await slowDown(scene, "backup", "0.01", place);
  } finally {
    await program.signal("SIGKILL");
  }
  const result = await program.result;
  if (result.signal !== "SIGKILL") {
    throw new Error(`It ended before it was killed in ${step}: ${endOf(result)}`);
  }
}

/** The server stands still until the program is dead, so the dump cannot have ended before. */
async function inTheDump(scene: Scene, program: RunningCli, place: number): Promise<void> {
  const server = await containerOf(scene, "fenced-source");
  await docker(["pause", server]);
  await slowDown(scene, "dump", "0.01", place);
  await program.signal("SIGKILL");
  await program.result;
  await docker(["unpause", server]);
}

/** Some databases are there, and others are not. */
async function inTheRestore(scene: Scene, place: number): Promise<void> {
  const server = await containerOf(scene, "hidden-target");
  await slowDown(scene, "restore", "0.1", place);
  const first = "SELECT count(*) FROM pg_database WHERE datname = 'archive'";
  const ask = ["psql", "-X", "-h", "127.0.0.1", "-U", scene.shop.superuser, "-d", "template1", "-Atc", first];
  await until("the first database", 120, async () => (await docker(["exec", server, ...ask])) === "1");
}

/** The next container of a role to start after that place among the events: it goes on, and hardly gets anywhere. */
export async function slowDown(scene: Scene, role: string, cpus: string, place: number): Promise<string> {
  const { Actor } = await scene.watch.awaitEvent(`the ${role} to start`, isStartOf(scene, role), { place });
  await docker(["update", "--cpus", cpus, Actor.ID]);
  return Actor.ID;
}

/** The running container that a run of this scene has for a role. */
export async function containerOf({ id }: Scene, role: string): Promise<string> {
  const filters = ["--filter", `label=${testLabel}=${id}`, "--filter", `label=dbshift.role=${role}`];
  return docker(["ps", "--quiet", "--no-trunc", ...filters]);
}

/** Whether a container of this scene, in a role, did something. */
export const isOf =
  ({ id }: Scene, role: string, action: string) =>
  ({ Type, Action, Actor: { Attributes } }: DockerEvent): boolean =>
    Type === "container" &&
    Action === action &&
    Attributes[testLabel] === id &&
    Attributes["dbshift.role"] === role;

const isStartOf = (scene: Scene, role: string) => isOf(scene, role, "start");
