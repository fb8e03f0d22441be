import { describe, expect, test } from "vitest";
import { StepError } from "../../src/core/errors.ts";
import type { RuntimeBench } from "./runtime-bench.ts";

/** What is found, and volumes: I3, I10, I15. */
export function describeThings(bench: RuntimeBench): void {
  describe("finding", () => {
    test("a container is found by its full id and by its exact name", async () => {
      const id = await bench.helper(["true"]);
      const byId = await bench.runtime.findContainer(id);
      expect(byId?.id).toBe(id);
      expect((await bench.runtime.findContainer(byId!.name))?.id).toBe(id);
    });

    test("the beginning of an id or of a name is not a container", async () => {
      const id = await bench.helper(["true"]);
      const { name: whole } = (await bench.runtime.findContainer(id))!;
      expect(await bench.runtime.findContainer(id.slice(0, 12))).toBeUndefined();
      expect(await bench.runtime.findContainer(whole.slice(0, -1))).toBeUndefined();
    });

    test.for(["", "../networks", "a b", "a/json?x=", "$(id)", "..", "%2e%2e", "\n"])(
      "the name %j is taken literally and found nowhere (I15)",
      async (odd) => {
        expect(await bench.runtime.findContainer(odd)).toBeUndefined();
        expect(await bench.runtime.findImage(odd)).toBeUndefined();
        expect(await bench.runtime.findVolume(odd)).toBeUndefined();
      },
    );

    test("containers are listed by their labels, ended ones too", async () => {
      const id = await bench.helper(["true"]);
      await bench.runtime.start(id);
      await bench.ended(id);
      expect((await bench.runtime.listContainers(bench.world.labels)).map((each) => each.id)).toContain(id);
      expect(
        await bench.runtime.listContainers({ ...bench.world.labels, "dbshift.run": "no such run" }),
      ).toEqual([]);
    });

    test("volumes are listed by their labels", async () => {
      const made = await bench.volume();
      expect((await bench.runtime.listVolumes(bench.world.labels)).map((each) => each.name)).toContain(made);
      expect(
        await bench.runtime.listVolumes({ ...bench.world.labels, "dbshift.run": "no such run" }),
      ).toEqual([]);
    });

    test("an image says its VOLUME paths and its command, and one that is not here is not found", async () => {
      const image = await bench.runtime.findImage(bench.world.image);
      expect(image).toMatchObject({ volumes: ["/data"], command: ["serve"] });
      expect((await bench.runtime.findImage(image!.id))?.id).toBe(image!.id);
      expect(await bench.runtime.findImage("dbshift-fixtures/there-is-none:1")).toBeUndefined();
    });

    test("the images that are here are listed, and the engine says where it keeps them", async () => {
      const { id } = (await bench.runtime.findImage(bench.world.image))!;
      expect(await bench.runtime.listImages()).toContain(id);
      expect((await bench.runtime.daemonSetup()).rootDirectory).toMatch(/^\//);
    });

    test("what its user left to the image is undefined, what its user gave is there", async () => {
      const { id } = await bench.world.foreignContainer(bench.fresh("plain"));
      expect(await bench.runtime.findContainer(id)).toMatchObject({
        entrypoint: undefined,
        command: undefined,
      });
      const own = await bench.runtime.findContainer(await bench.helper(["sleep", "1"]));
      expect(own).toMatchObject({ entrypoint: ["sleep"], command: ["1"] });
    });
  });

  describe("volumes", () => {
    test("a volume carries the labels it was made with", async () => {
      const made = await bench.volume();
      expect((await bench.runtime.findVolume(made))?.labels).toMatchObject(bench.world.labels);
    });

    test("a volume that exists is not made again, and stays as it was (I10)", async () => {
      const made = await bench.volume();
      const before = await bench.runtime.findVolume(made);
      await expect(bench.runtime.createVolume(made, bench.world.labels)).rejects.toThrow(/exists already/);
      expect(await bench.runtime.findVolume(made)).toEqual(before);
    });

    test("of twenty that make one volume at once, none gets somebody else's", async () => {
      const contended = bench.fresh("contended");
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          bench.runtime.createVolume(contended, { ...bench.world.labels, "dbshift.attempt": String(index) }),
        ),
      );
      const winners = results.flatMap((result, index) => (result.status === "fulfilled" ? [index] : []));
      expect(winners.length).toBeLessThanOrEqual(1);
      const { labels } = (await bench.runtime.findVolume(contended))!;
      for (const winner of winners) expect(labels["dbshift.attempt"]).toBe(String(winner));
    });

    test("a volume is removed only while it carries the labels (I10)", async () => {
      const made = await bench.volume();
      await expect(
        bench.runtime.removeVolume(made, { ...bench.world.labels, "dbshift.run": "r9" }),
      ).rejects.toThrow(/not ours/);
      expect(await bench.runtime.findVolume(made)).toBeDefined();
      await bench.runtime.removeVolume(made, bench.world.labels);
      expect(await bench.runtime.findVolume(made)).toBeUndefined();
    });

    test("removing a volume that is gone is fine", async () => {
      await bench.runtime.removeVolume(bench.fresh("never"), bench.world.labels);
      await bench.runtime.removeForeignVolume(bench.fresh("never"), "");
    });

    test("a foreign volume is removed by name and creation time, and by nothing less", async () => {
      const made = await bench.volume();
      const { createdAt } = (await bench.runtime.findVolume(made))!;
      await expect(bench.runtime.removeForeignVolume(made, "2001-01-01T00:00:00Z")).rejects.toThrow(
        /not the one that was looked at/,
      );
      expect(await bench.runtime.findVolume(made)).toBeDefined();
      await bench.runtime.removeForeignVolume(made, createdAt);
      expect(await bench.runtime.findVolume(made)).toBeUndefined();
    });

    test("a foreign volume that a container uses is not removed", async () => {
      const { volume: used } = await bench.world.foreignContainer(bench.fresh("user"));
      const { createdAt } = (await bench.runtime.findVolume(used))!;
      await expect(bench.runtime.removeForeignVolume(used, createdAt)).rejects.toThrow(StepError);
      expect(await bench.runtime.findVolume(used)).toBeDefined();
    });
  });
}
