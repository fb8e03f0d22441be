import { describe, expect, test } from "vitest";
import type { RuntimeBench } from "./runtime-bench.ts";

/** What a program in a helper can do and cannot: a matter of kernels, which no engine that is played has. */
export function describePrograms(bench: RuntimeBench): void {
  describe("a program in a helper", () => {
    test("a volume mounted read-only cannot be written to, a tmpfs can", async () => {
      const made = await bench.volume();
      const mounts = [
        { volume: made, at: "/data", readOnly: true } as const,
        { tmpfs: true, at: "/scratch" } as const,
      ];
      const id = await bench.started(["sh", "-c", "touch /scratch/x && ! touch /data/x"], mounts);
      expect(await bench.ended(id)).toBe(0);
    });

    test("its root can give files away where it has leave to, and mount nothing", async () => {
      const made = await bench.volume();
      const script =
        "touch /data/x && chown 1234:1234 /data/x && chmod 600 /data/x && cat /data/x && ! mount -t tmpfs x /mnt";
      const run = async (may: readonly "handle all files"[]): Promise<number> =>
        bench.ended(await bench.started(["sh", "-c", script], [{ volume: made, at: "/data" }], may));
      expect(await run([])).toBe(1);
      expect(await run(["handle all files"])).toBe(0);
    });

    test("it writes to its root where it has leave to, and elsewhere to its mounts and /tmp alone", async () => {
      const made = await bench.volume();
      const mounts = [{ volume: made, at: "/data" }];
      const elsewhere = ["sh", "-c", "touch /data/x && touch /tmp/x && ! touch /x"];
      expect(await bench.ended(await bench.started(elsewhere, mounts))).toBe(0);
      const root = await bench.started(["touch", "/x"], [], ["write to its root"]);
      expect(await bench.ended(root)).toBe(0);
    });

    test("one that shares a container's network reaches what listens on its loopback", async () => {
      const server = await bench.serving(7000, ["echo", "hello"]);
      const name = bench.fresh("sharer");
      const argv = ["sh", "-c", "nc 127.0.0.1 7000 </dev/null"];
      const spec = {
        name,
        image: bench.world.image,
        labels: bench.world.labels,
        argv,
        mounts: [],
        networkOf: server,
      };
      const id = await bench.runtime.createHelper(spec);
      await bench.runtime.start(id);
      await bench.ended(id);
      expect(await bench.runtime.output(id)).toBe("hello\n");
    });
  });
}
