import { expect, onTestFinished, test } from "vitest";
import { docker } from "../support/containers.ts";
import { containersSeen, usesOf } from "../support/containers-events.ts";
import { containerOf, isOf, killIn } from "../support/environment-kill.ts";
import { countsOf, createScene, inventory, type Scene } from "../support/environment.ts";
import { journalOf, lastOf, runsIn } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

interface Begun {
  readonly scene: Scene;
  readonly writer: Writer;
  readonly counts: string;
}

async function begin(name: string): Promise<Begun> {
  const scene = await createScene({ name, scale: 1 });
  onTestFinished(() => scene.remove());
  const counts = await countsOf(scene.shop);
  const writer = scene.write("w1");
  await writer.awaitRows(20);
  return { scene, writer, counts };
}

/** Goes on with the only run there is, and expects 16 to serve with everything 15 had (I6). */
async function resumeToTheEnd({ scene, writer, counts }: Begun): Promise<void> {
  const { shop } = scene;
  const { stdout } = await scene.succeed(["resume", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "target serves", serves: "target", exit: 0 });
  await writer.awaitRows(20);
  const { majors } = await writer.stop();
  expect(majors).toEqual([15, 16]);
  await checkWriters(shop, [writer]);
  expect(await countsOf(shop)).toBe(counts);
  const { containers, holders, volumes, networks } = await inventory(scene);
  expect(holders).toBe(1);
  expect(containers).toEqual([shop.container, `${shop.container}.pre16`]);
  expect(volumes).toEqual([shop.volume, expect.stringMatching(`^${shop.volume}-pg16(-a\\d+)?$`)]);
  expect(networks).toEqual([shop.network]);
}

function stateOf({ stateHome }: Scene, step: string): string | undefined {
  const [run = ""] = runsIn(stateHome);
  return lastOf(journalOf(stateHome, run), step);
}

/** Whether two containers ever had the source volume at once. */
function expectOneAtATime({ watch, id, shop }: Scene): void {
  const open = new Set<string>();
  for (const { opened, container } of usesOf(watch, shop.volume)) {
    if (opened) open.add(container);
    else open.delete(container);
    const roles = [...open].map(
      (each) => containersSeen(watch, id).get(each)?.Actor.Attributes["dbshift.role"],
    );
    expect(roles.length, `open at once: ${roles.join(", ")}`).toBeLessThan(2);
  }
}

test("killed while the target is initialised and again in the dump, nobody starts the source, and the resume ends the orphan first (I3, I6)", async () => {
  const begun = await begin("kill-dump");
  const { scene } = begun;
  await killIn(scene, scene.upgrade, "initialise");
  await killIn(scene, ["resume"], "dump");
  expect(stateOf(scene, "dump")).toBe("step.started");
  const orphan = await containerOf(scene, "dump");
  expect(orphan).not.toBe("");
  await expect(docker(["start", scene.shop.container])).rejects.toThrow();
  const place = scene.watch.events.length;
  await resumeToTheEnd(begun);
  await scene.watch.catchUp();
  const later = scene.watch.events.slice(place);
  const ended = later.findIndex((event) => isOf(scene, "dump", "die")(event) && event.Actor.ID === orphan);
  const anew = later.findIndex((event) => isOf(scene, "dump", "start")(event));
  expect(ended).toBeGreaterThanOrEqual(0);
  expect(anew).toBeGreaterThan(ended);
  expectOneAtATime(scene);
});

test("killed in the restore, it resumes on a volume of its own and keeps nothing of the half-filled one; its holder ends when told to (I6)", async () => {
  const begun = await begin("kill-restore");
  const { scene } = begun;
  await killIn(scene, scene.upgrade, "restore");
  expect(stateOf(scene, "restore")).toBe("step.started");
  await resumeToTheEnd(begun);
  const { volumes } = await inventory(scene);
  expect(volumes).toEqual([scene.shop.volume, `${scene.shop.volume}-pg16-a2`]);
  // Whoever brings the source back by hand stops everything that has its volume.
  const holder = await containerOf(scene, "holder");
  await docker(["stop", holder]);
  expect(await docker(["inspect", "--format", "{{.State.ExitCode}}", holder])).toBe("0");
  expectOneAtATime(scene);
});
