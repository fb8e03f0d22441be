import { describe, expect, test } from "vitest";
import { DeadlinePassed, StepError } from "../../src/core/errors.ts";
import type { RuntimeBench } from "./runtime-bench.ts";

/** From start to removal: I3, I10. */
export function describeLifecycle(bench: RuntimeBench): void {
  describe("starting and ending", () => {
    test("starting what runs and stopping what has ended is fine", async () => {
      const id = await bench.idle();
      await bench.runtime.start(id);
      await bench.runtime.kill(id);
      await bench.runtime.kill(id);
      await bench.runtime.stop(id, 1, "SIGINT");
      expect((await bench.runtime.findContainer(id))?.state).toBe("exited");
    });

    test("stopping what could not be started is fine", async () => {
      const id = await bench.helper(["/no/such/program"]);
      await expect(bench.runtime.start(id)).rejects.toThrow(StepError);
      await bench.runtime.stop(id, 1, "SIGINT");
      expect((await bench.runtime.findContainer(id))?.state).toBe("created");
    });

    test("wait returns the exit status, also of what had ended before", async () => {
      const id = await bench.started(["sh", "-c", "exit 7"]);
      expect(await bench.ended(id)).toBe(7);
      expect(await bench.ended(id)).toBe(7);
    });

    test("wait ends when it is told to", async () => {
      const id = await bench.idle();
      const reason = new Error("enough");
      const controller = new AbortController();
      const waiting = bench.runtime.wait(id, controller.signal);
      controller.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      expect((await bench.runtime.findContainer(id))?.state).toBe("running");
    });

    test("stop sends the signal it is given and returns once the program has ended", async () => {
      const { id } = await bench.world.foreignContainer(bench.fresh("stopped"));
      await bench.printed(id, "serving");
      await bench.runtime.stop(id, 30, "SIGINT");
      expect(await bench.runtime.findContainer(id)).toMatchObject({ state: "exited", exitCode: 0 });
    });

    test("stop never kills: what ignores the signal runs on, and the call fails at its deadline", async () => {
      const id = await bench.started(["sh", "-c", "trap '' INT TERM; echo up; while :; do sleep 0.1; done"]);
      await bench.printed(id, "up");
      await expect(bench.runtime.stop(id, 1, "SIGINT")).rejects.toThrow(DeadlinePassed);
      expect((await bench.runtime.findContainer(id))?.state).toBe("running");
      await bench.runtime.kill(id);
    });

    test("a restart policy is set and read back, and a renamed container is found by its new name", async () => {
      const id = await bench.helper(["true"]);
      await bench.runtime.setRestartPolicy(id, { name: "on-failure", maximumRetryCount: 3 });
      const renamed = bench.fresh("renamed");
      await bench.runtime.rename(id, renamed);
      await bench.runtime.rename(id, renamed);
      expect(await bench.runtime.findContainer(renamed)).toMatchObject({
        id,
        restartPolicy: { name: "on-failure", maximumRetryCount: 3 },
      });
    });

    test("a name that is taken is not given to another", async () => {
      const { name: taken } = (await bench.runtime.findContainer(await bench.helper(["true"])))!;
      const id = await bench.helper(["true"]);
      await expect(bench.runtime.rename(id, taken)).rejects.toThrow(StepError);
      expect((await bench.runtime.findContainer(taken))?.id).not.toBe(id);
    });
  });

  describe("removing", () => {
    test("a container of ours is removed even while it runs; a second time is fine", async () => {
      const id = await bench.idle();
      await bench.runtime.removeContainer(id, bench.world.labels);
      expect(await bench.runtime.findContainer(id)).toBeUndefined();
      await bench.runtime.removeContainer(id, bench.world.labels);
    });

    test("a container without our labels is not removed as ours (I10)", async () => {
      const { id } = await bench.world.foreignContainer(bench.fresh("foreign"));
      await expect(bench.runtime.removeContainer(id, { "dbshift.run": "r1" })).rejects.toThrow(/not ours/);
      expect((await bench.runtime.findContainer(id))?.state).toBe("running");
    });

    test("a foreign container is removed by its id once it is stopped, and its volume stays (I3)", async () => {
      const { id, volume: its } = await bench.world.foreignContainer(bench.fresh("retired"));
      await bench.printed(id, "serving");
      await expect(bench.runtime.removeForeignContainer(id)).rejects.toThrow(/not removed/);
      await bench.runtime.stop(id, 30, "SIGINT");
      const { name: itsName } = (await bench.runtime.findContainer(id))!;
      await expect(bench.runtime.removeForeignContainer(itsName)).rejects.toThrow(/not removed/);
      await bench.runtime.removeForeignContainer(id);
      expect(await bench.runtime.findContainer(id)).toBeUndefined();
      expect(await bench.runtime.findVolume(its)).toBeDefined();
      await bench.runtime.removeForeignContainer(id);
    });
  });
}
