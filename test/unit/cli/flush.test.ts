import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { flush } from "../../../src/cli/flush.ts";

test("what a slow reader has not taken yet is waited for", async () => {
  const taken: string[] = [];
  const slow = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      setImmediate(() => {
        taken.push(chunk.toString());
        done();
      });
    },
  });
  slow.write("one");
  slow.write("two");
  await flush(slow);
  expect(taken.join("")).toBe("onetwo");
});

test("a reader that went away ends the wait", async () => {
  const broken = new Writable({
    write: (_chunk, _encoding, done) => {
      done(new Error("EPIPE"));
    },
  });
  broken.on("error", () => undefined);
  broken.write("one");
  await flush(broken);
  expect(broken.errored).toBeInstanceOf(Error);
});
