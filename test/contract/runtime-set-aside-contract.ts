import { describe, expect, test } from "vitest";
import { StepError } from "../../src/core/errors.ts";
import type { RuntimeBench } from "./runtime-bench.ts";

/** Taking a container out of service and putting it back: I3, I7. */
export function describeSetAside(bench: RuntimeBench): void {
  const stopped = async (): Promise<string> => {
    const { id } = await bench.world.foreignContainer(bench.fresh("aside"));
    await bench.printed(id, "serving");
    await bench.runtime.stop(id, 30, "SIGINT");
    return id;
  };

  describe("setting aside", () => {
    test("an unstartable container is started for nobody (I3)", async () => {
      const id = await stopped();
      await bench.runtime.makeUnstartable(id, bench.world.labels);
      await bench.runtime.makeUnstartable(id, bench.world.labels);
      expect(await bench.runtime.findContainer(id)).toMatchObject({ unstartable: true, attachments: [] });
      await expect(bench.runtime.start(id)).rejects.toThrow(StepError);
      expect((await bench.runtime.findContainer(id))?.state).toBe("exited");
    });

    test("put back on its networks it is as it was, and starts (I7)", async () => {
      const id = await stopped();
      const before = (await bench.runtime.findContainer(id))!;
      await bench.runtime.makeUnstartable(id, bench.world.labels);
      await bench.runtime.attach(id, before.attachments);
      await bench.runtime.attach(id, before.attachments);
      // The engine fills in which network it is when the container is started.
      const unknown = before.attachments.map((attachment) => ({ ...attachment, networkId: "" }));
      expect(await bench.runtime.findContainer(id)).toEqual({ ...before, attachments: unknown });
      await bench.runtime.start(id);
      expect(await bench.runtime.findContainer(id)).toMatchObject({
        state: "running",
        attachments: before.attachments,
      });
    });

    test("a container that serves is put on a network of ours beside its own, and taken off it with it (I9)", async () => {
      const { id } = await bench.world.foreignContainer(bench.fresh("linked"));
      await bench.printed(id, "serving");
      const { attachments: own } = (await bench.runtime.findContainer(id))!;
      const name = bench.fresh("link");
      const network = await bench.runtime.createNetwork(name, bench.world.labels);
      expect(await bench.runtime.createNetwork(name, bench.world.labels)).toEqual(network);
      const none = { aliases: [], ipv4: undefined, ipv6: undefined, links: [], driverOptions: {} };
      await bench.runtime.attach(id, [...own, { ...none, network: name, networkId: network.id }]);
      const linked = (await bench.runtime.findContainer(id))!;
      expect(linked.state).toBe("running");
      expect(linked.attachments.map((each) => each.network).sort()).toEqual(
        [...own.map((each) => each.network), name].sort(),
      );
      await bench.runtime.removeNetwork(name, bench.world.labels);
      await bench.runtime.removeNetwork(name, bench.world.labels);
      expect(await bench.runtime.findContainer(id)).toMatchObject({ state: "running", attachments: own });
    });

    test("what runs is not made unstartable, and runs on", async () => {
      const { id } = await bench.world.foreignContainer(bench.fresh("running"));
      const before = (await bench.runtime.findContainer(id))!;
      await expect(bench.runtime.makeUnstartable(id, bench.world.labels)).rejects.toThrow();
      expect(await bench.runtime.findContainer(id)).toEqual(before);
    });

    test("a likeness that is private has its volume and no network, and no restarts (I3, I4)", async () => {
      const id = await stopped();
      const [mount] = (await bench.runtime.findContainer(id))!.mounts;
      const likeness = await bench.runtime.createLike(id, {
        name: bench.fresh("private"),
        labels: bench.world.labels,
        private: true,
      });
      expect(await bench.runtime.findContainer(likeness)).toMatchObject({
        state: "created",
        networkMode: "none",
        ports: [],
        restartPolicy: { name: "no" },
        mounts: [{ volume: mount!.volume, destination: mount!.destination }],
      });
    });

    test("what was described is made again once it is gone, under any name (I7)", async () => {
      const id = await stopped();
      const before = (await bench.runtime.findContainer(id))!;
      const description = await bench.runtime.describe(id);
      await bench.runtime.removeForeignContainer(id);
      const again = await bench.runtime.createAgain(description, bench.fresh("again"));
      const { attachments, mounts, ports, image } = (await bench.runtime.findContainer(again))!;
      expect(mounts.map(({ volume, destination }) => [volume, destination])).toEqual(
        before.mounts.map(({ volume, destination }) => [volume, destination]),
      );
      expect([ports, image]).toEqual([before.ports, before.image]);
      expect(attachments.map(({ network }) => network)).toEqual(
        before.attachments.map(({ network }) => network),
      );
    });
  });
}
