import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { DeadlinePassed, StepError } from "../../src/core/errors.ts";
import type { RuntimeBench } from "./runtime-bench.ts";

/** Reaching into a container: I12. */
export function describeInside(bench: RuntimeBench): void {
  describe("looking inside", () => {
    test("a program's two outputs and its exit status come back apart", async () => {
      const result = await bench.runtime.look(await bench.idle(), [
        "sh",
        "-c",
        "echo out; echo err >&2; exit 3",
      ]);
      expect(result).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
    });

    test("it runs as the user it is told to, with an empty stdin", async () => {
      const result = await bench.runtime.look(await bench.idle(), ["sh", "-c", "id -u; cat"], {
        user: "1234",
      });
      expect(result.stdout).toBe("1234\n");
    });

    test("a program that prints more than 1 MiB makes the look fail", async () => {
      const looking = bench.runtime.look(await bench.idle(), [
        "sh",
        "-c",
        "yes 123456789012345 | head -n 70000",
      ]);
      await expect(looking).rejects.toThrow(/more than 1 MiB/);
    });

    test("a program that does not end makes the look fail at its deadline (I12)", async () => {
      const looking = bench.runtime.look(await bench.idle(), ["sleep", "60"], { seconds: 1 });
      await expect(looking).rejects.toThrow(DeadlinePassed);
    });

    test("looking into a container that does not run fails with a sentence", async () => {
      await expect(bench.runtime.look(await bench.helper(["true"]), ["true"])).rejects.toThrow(StepError);
    });
  });

  describe("a dialled stream", () => {
    test("carries bytes both ways to a port on the container's loopback, without any network", async () => {
      const id = await bench.serving(7000, ["cat"]);
      const stream = await bench.runtime.dial(id, 7000);
      const sent = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      stream.write(sent);
      expect(await bench.received(stream, sent.length)).toEqual(sent);
      stream.destroy();
    });

    test("ends when the server closes", async () => {
      const id = await bench.serving(7000, ["echo", "bye"]);
      expect(await text(await bench.runtime.dial(id, 7000))).toBe("bye\n");
    });

    test("ends with an error that says where nothing listens", async () => {
      const stream = await bench.runtime.dial(await bench.idle(), 7001);
      await expect(text(stream)).rejects.toThrow(/No connection to port 7001/);
    });

    test.for(["end", "destroy"] as const)("leaves no process in the container after %s", async (way) => {
      const id = await bench.serving(7000, ["cat"]);
      const before = await bench.processes(id);
      const stream = await bench.runtime.dial(id, 7000);
      stream.write("x");
      await bench.received(stream, 1);
      expect(await bench.processes(id)).toBeGreaterThan(before);
      stream[way]();
      await expect.poll(() => bench.processes(id), { timeout: 10_000 }).toBe(before);
    });
  });

  describe("replacing a file", () => {
    const inFile = async (id: string) => (await bench.runtime.look(id, ["cat", "/data/file"])).stdout;

    test("puts the new bytes in its place and keeps owner and mode", async () => {
      const made = await bench.volume();
      const script = "echo old >/data/file; chown 1234:4321 /data/file; chmod 640 /data/file; sleep 3600";
      const mounts = [{ volume: made, at: "/data" }];
      const id = await bench.started(["sh", "-c", script], mounts, ["handle all files"]);
      await expect.poll(() => inFile(id)).toBe("old\n");
      const content = `'"$(id)\\ \u00e9\n${"x".repeat(300_000)}`;
      await bench.runtime.replaceFile(id, "/data/file", content);
      expect(await inFile(id)).toBe(content);
      const seen = await bench.runtime.look(id, ["sh", "-c", "stat -c '%u:%g %a' /data/file; ls -A /data"]);
      expect(seen.stdout).toBe("1234:4321 640\nfile\n");
    });

    test("fails where the file is not there, and makes none", async () => {
      const id = await bench.idle();
      await expect(bench.runtime.replaceFile(id, "/data/none", "x")).rejects.toThrow(/was not replaced/);
      expect((await bench.runtime.look(id, ["ls", "-A", "/data"])).stdout).toBe("");
    });
  });
}
