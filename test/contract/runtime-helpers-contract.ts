import { describe, expect, test } from "vitest";
import type { RuntimeBench } from "./runtime-bench.ts";

/** Containers of our own: I9, I15. */
export function describeHelpers(bench: RuntimeBench): void {
  describe("helpers", () => {
    test("a helper is created and not started, without a network and without restarts", async () => {
      const id = await bench.helper(["true"]);
      expect(await bench.runtime.findContainer(id)).toMatchObject({
        state: "created",
        networkMode: "none",
        restartPolicy: { name: "no" },
        labels: bench.world.labels,
      });
    });

    test("a second helper of the same name is refused, and the first is untouched", async () => {
      const spec = {
        name: bench.fresh("twin"),
        image: bench.world.image,
        labels: bench.world.labels,
        argv: ["true"],
        mounts: [],
      };
      const id = await bench.runtime.createHelper(spec);
      await expect(bench.runtime.createHelper({ ...spec, argv: ["false"] })).rejects.toThrow(
        /exists already/,
      );
      expect((await bench.runtime.findContainer(spec.name))?.id).toBe(id);
    });

    test("its arguments reach the program as they are (I15)", async () => {
      const odd = ["a b", "$(id)", "'\"", "--", "*", "", "new\nline", "é"];
      const id = await bench.started(["sh", "-c", 'for each; do printf "%s|" "$each"; done', "sh", ...odd]);
      await bench.ended(id);
      expect(await bench.runtime.output(id)).toBe(`${odd.join("|")}|`);
    });

    test("it gets no volume that nobody named, whatever VOLUME paths its image has (I9)", async () => {
      const id = await bench.started(["sh", "-c", "echo x >/data/x && cat /data/x"]);
      expect(await bench.ended(id)).toBe(0);
      const { mounts } = (await bench.runtime.findContainer(id))!;
      expect(mounts.filter(({ type }) => type === "volume")).toEqual([]);
    });

    test("a volume that is not there is not made in passing", async () => {
      const missing = bench.fresh("missing");
      await expect(bench.helper(["true"], [{ volume: missing, at: "/data" }])).rejects.toThrow(/not there/);
      expect(await bench.runtime.findVolume(missing)).toBeUndefined();
    });

    test("output is stdout alone, the log's tail is both, its control characters made visible", async () => {
      const id = await bench.started(["sh", "-c", "printf 'one\\ntwo\\033[31m\\n'; echo three >&2"]);
      await bench.ended(id);
      expect(await bench.runtime.output(id)).toBe("one\ntwo\u001b[31m\n");
      const tail = await bench.runtime.logTail(id, 10);
      expect(tail.split("\n").filter(Boolean).sort()).toEqual(["one", "three", "two\\x1b[31m"]);
      expect((await bench.runtime.logTail(id, 1)).trim().split("\n")).toHaveLength(1);
    });

    test("output of more than 1 MiB fails instead of filling the memory", async () => {
      const id = await bench.started(["sh", "-c", "yes 123456789012345 | head -n 70000"]);
      await bench.ended(id);
      await expect(bench.runtime.output(id)).rejects.toThrow(/more than 1 MiB/);
    });
  });
}
