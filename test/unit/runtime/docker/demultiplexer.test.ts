import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { Demultiplexer } from "../../../../src/runtime/docker/demultiplexer.ts";

interface Frame {
  readonly kind: 1 | 2;
  readonly payload: Uint8Array;
}

function encoded({ kind, payload }: Frame): Buffer {
  const header = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function taken(pieces: readonly Buffer[]): Promise<{ stdout: Buffer; stderr: Buffer }> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const frames = new Demultiplexer((bytes) => stderr.push(Buffer.from(bytes)));
  await pipeline(
    Readable.from(pieces, { objectMode: false }),
    frames,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) stdout.push(chunk);
    },
  );
  return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...[...places].sort((one, other) => one - other), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

const payloadOf = (frames: readonly Frame[], kind: Frame["kind"]) =>
  Buffer.concat(frames.filter((frame) => frame.kind === kind).map(({ payload }) => payload));

const anyFrame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom<Frame["kind"]>(1, 2),
  payload: fc.uint8Array({ maxLength: 64 }),
});

describe("the engine's frames", () => {
  test("come apart into the two outputs, wherever the stream is cut", async () => {
    const frames: Frame[] = [
      { kind: 1, payload: Buffer.from("one") },
      { kind: 2, payload: Buffer.from("two") },
      { kind: 1, payload: Buffer.alloc(0) },
      { kind: 1, payload: Buffer.from("three") },
    ];
    const bytes = Buffer.concat(frames.map(encoded));
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const { stdout, stderr } = await taken(cutAt(bytes, [first, second]));
        expect([stdout.toString(), stderr.toString()]).toEqual(["onethree", "two"]);
      }
    }
  });

  test("come apart whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFrame),
        fc.array(fc.nat(2000), { maxLength: 20 }),
        async (frames, places) => {
          const bytes = Buffer.concat(frames.map(encoded));
          const { stdout, stderr } = await taken(
            cutAt(
              bytes,
              places.map((place) => place % (bytes.length + 1)),
            ),
          );
          expect(stdout).toEqual(payloadOf(frames, 1));
          expect(stderr).toEqual(payloadOf(frames, 2));
        },
      ),
    );
  });

  test("a frame that is bigger than any buffer passes through in pieces", async () => {
    const payload = Buffer.alloc(10_000_000, "x");
    const { stdout } = await taken(cutAt(encoded({ kind: 1, payload }), [3, 65_536, 5_000_000]));
    expect(stdout.equals(payload)).toBe(true);
  });

  test("a stream that ends inside a frame is an error", async () => {
    const bytes = encoded({ kind: 1, payload: Buffer.from("whole") });
    for (let length = 1; length < bytes.length; length += 1) {
      await expect(taken([bytes.subarray(0, length)])).rejects.toThrow(/ended in the middle/);
    }
  });

  test("bytes that are no frame are an error, and not output", async () => {
    await expect(taken([Buffer.from("HTTP/1.1 500 ")])).rejects.toThrow(/cannot be understood/);
    await expect(taken([Buffer.from([3, 0, 0, 0, 0, 0, 0, 1, 65])])).rejects.toThrow(/cannot be understood/);
  });

  test("an error of whoever reads stderr ends the stream instead of the process", async () => {
    const frames = new Demultiplexer(() => {
      throw new Error("too much");
    });
    const source = Readable.from([encoded({ kind: 2, payload: Buffer.from("x") })]);
    await expect(pipeline(source, frames, new Writable())).rejects.toThrow("too much");
  });

  test("a slow reader holds the sender back", async () => {
    const frames = new Demultiplexer(() => undefined);
    const frame = encoded({ kind: 1, payload: Buffer.alloc(64 * 1024) });
    let sent = 0;
    while (frames.write(frame) && sent < 1000) sent += 1;
    expect(sent).toBeLessThan(10);
    frames.destroy();
  });
});
