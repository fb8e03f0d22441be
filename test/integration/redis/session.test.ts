import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { NotConnected } from "../../../src/engines/redis/not-connected.ts";
import { ServerError } from "../../../src/engines/redis/server-error.ts";
import { openSession, type Session, type SessionOptions } from "../../../src/engines/redis/session.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { createCache, type Cache } from "../../support/cache.ts";
import { docker } from "../../support/containers.ts";
import { imageFor } from "../../support/images.ts";

const password = "pass-word/$1";
let runtime: Runtime;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
});

describe.each(["redis:6", "redis:7", "redis:8", "valkey/valkey:8"])("a session with %s", (official) => {
  let cache: Cache;

  beforeAll(async () => {
    const id = `session-${randomBytes(3).toString("hex")}`;
    // Without any network at all.
    cache = await createCache({ id, image: imageFor(official), password, create: ["--network", "none"] });
  });

  afterAll(() => cache.remove());

  async function inSession<T>(work: (session: Session) => Promise<T>, options?: SessionOptions): Promise<T> {
    const session = await openSession(runtime, cache.container, { password, ...options });
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  }

  const refused = (options: SessionOptions): Promise<unknown> =>
    openSession(runtime, cache.container, options).catch((error: unknown) => error);

  test("is refused without a password, and with a wrong one, and says which", async () => {
    expect(await refused({})).toMatchObject({ name: "NotConnected", reason: "password-wanted" });
    const wrong = await refused({ password: "sesame-1234" });
    expect(wrong).toMatchObject({ name: "NotConnected", reason: "wrong-password" });
    expect(JSON.stringify(wrong, Object.getOwnPropertyNames(wrong))).not.toContain("sesame-1234");
  });

  test("is refused where nothing listens", async () => {
    expect(await refused({ port: 7 })).toBeInstanceOf(NotConnected);
    expect(await refused({ port: 7 })).toMatchObject({ reason: "unreachable" });
  });

  test("carries any bytes there and back", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const large = randomBytes(3_000_000);
    const back = await inSession(async (session) => {
      await session.bytes("SET", bytes, large);
      return session.bytes("GET", bytes);
    });
    expect(Buffer.isBuffer(back) && back.equals(large)).toBe(true);
  });

  test("answers many commands in their order, and none after the server's error is lost", async () => {
    await inSession(async (session) => {
      await session.bytes("DEL", "n");
      const commands = Array.from({ length: 5000 }, () => ["INCR", "n"]);
      const all = await session.all(commands);
      expect(all.at(-1)).toBe(5000);
      await expect(session.bytes("LPUSH", "n", "x")).rejects.toMatchObject({ code: "WRONGTYPE" });
      expect(await session.ask(z.string(), "GET", "n")).toBe("5000");
    });
  });

  test("tells a server's error by its code, and keeps the words of the command to itself", async () => {
    const error = await inSession((session) =>
      session.bytes("CONFIG", "SET", "requirepass-not", "sesame-1234").catch((thrown: unknown) => thrown),
    );
    expect(error).toBeInstanceOf(ServerError);
    expect(error).not.toHaveProperty("cause");
    expect(Object.values(error as object)).not.toContain("sesame-1234");
  });

  test("is told by its name, and is over when it is ended", async () => {
    const named = await inSession((session) => session.ask(z.string(), "CLIENT", "LIST"), {
      application: "test-run",
    });
    expect(named).toContain("name=dbshift/test-run");
    const left = await inSession((session) => session.ask(z.string(), "CLIENT", "LIST"));
    expect(left).not.toContain("name=dbshift/test-run");
  });

  test("is cut when its signal is aborted, in the middle of a command", async () => {
    const controller = new AbortController();
    const session = await openSession(runtime, cache.container, { password, signal: controller.signal });
    const waiting = session.bytes("BLPOP", "never-there", 0);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toBeInstanceOf(NotConnected);
  });

  test("is over when an answer takes too long", async () => {
    const session = await openSession(runtime, cache.container, { password, seconds: 1 });
    await expect(session.bytes("BLPOP", "never-there", 0)).rejects.toMatchObject({ reason: "timeout" });
    await expect(session.bytes("PING")).rejects.toBeInstanceOf(NotConnected);
  });

  test("ends with an error, not with the process, when the server is killed under it", async () => {
    const session = await openSession(runtime, cache.container, { password });
    const waiting = session.bytes("BLPOP", "never-there", 0).catch((error: unknown) => error);
    await docker(["kill", cache.container]);
    expect(await waiting).toBeInstanceOf(NotConnected);
    await docker(["start", cache.container]);
    await cache.awaitServing();
  });
});
