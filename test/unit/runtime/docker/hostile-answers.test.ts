import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { DbshiftError } from "../../../../src/core/errors.ts";
import { Demultiplexer } from "../../../../src/runtime/docker/demultiplexer.ts";
import type { ContainerJson, ImageJson } from "../../../../src/runtime/docker/engine-json.ts";
import type { Engine } from "../../../../src/runtime/docker/engine.ts";
import { likeSpec } from "../../../../src/runtime/docker/like-spec.ts";
import { findContainerJson, findImageJson } from "../../../../src/runtime/docker/look-up.ts";
import { pullImage } from "../../../../src/runtime/docker/pull-image.ts";
import { toContainer } from "../../../../src/runtime/docker/to-container.ts";

/** What a piece of work ends in: nothing, or an error of ours. Anything else fails the test. */
async function ends(work: () => unknown): Promise<DbshiftError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof DbshiftError) return error;
    throw error;
  }
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, 0, "", [], {}, [null], { a: null }, "x\u001b[2J", 2 ** 53, [[1]]),
);

const whole: ContainerJson = {
  Id: "a".repeat(64),
  Name: "/db",
  Created: "2026-01-02T03:04:05Z",
  Image: "sha256:1",
  State: { Status: "running", ExitCode: 0, StartedAt: "2026-01-02T03:04:05Z" },
  Config: {
    Image: "postgres:15",
    Hostname: "db",
    User: "",
    Env: ["PGDATA=/var/lib/postgresql/data"],
    Cmd: ["postgres"],
    Entrypoint: ["docker-entrypoint.sh"],
    Labels: { a: "b" },
    ExposedPorts: { "5432/tcp": {} },
  },
  HostConfig: {
    NetworkMode: "net",
    Binds: ["data:/var/lib/postgresql/data:rw"],
    Mounts: [{ Type: "volume", Source: "v", Target: "/v" }],
    Links: ["/other:/db/alias"],
    PortBindings: { "5432/tcp": [{ HostIp: "", HostPort: "5432" }] },
    RestartPolicy: { Name: "always" },
    Tmpfs: {},
    VolumesFrom: [],
  },
  Mounts: [{ Type: "volume", Name: "data", Source: "/x", Destination: "/var/lib/postgresql/data", RW: true }],
  NetworkSettings: { Networks: { net: { NetworkID: "n", Aliases: ["db"], Links: null } } },
};

const image: ImageJson = {
  Id: "sha256:1",
  RepoTags: ["postgres:15"],
  Config: { Env: ["PATH=/bin"], Labels: null },
};

const answering = (answer: unknown): Engine => ({
  host: "unix:///x",
  local: true,
  ask: () => Promise.resolve(answer),
  find: () => Promise.resolve(answer),
  stream: () => Promise.reject(new Error("no stream here")),
  hijack: () => Promise.reject(new Error("no stream here")),
});

/** Every place in a value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

function put(value: unknown, [key, ...rest]: readonly string[], what: unknown): unknown {
  if (key === undefined) return what;
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => (String(index) === key ? put(each, rest, what) : each));
  }
  const fields = value as Record<string, unknown>;
  return { ...fields, [key]: put(fields[key], rest, what) };
}

async function use(answer: unknown): Promise<void> {
  const found = await findContainerJson(answering(answer), whole.Id);
  if (found === undefined) return;
  toContainer(found, { image, unstartable: false });
  const changes = { name: "n", labels: {}, private: true, dataMount: { from: "/v", volume: "w", at: "/v" } };
  JSON.stringify(likeSpec({ original: found, originalImage: image, image, changes }));
}

describe("whatever an engine says of a container", () => {
  test("is read, or is refused as not understood, at every place of it (I15)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(whole)), anything, async (place, what) => {
        const error = await ends(() => use(put(whole, place, what)));
        if (error !== undefined) expect(error.message).toMatch(/cannot be understood/);
      }),
      { numRuns: 600 },
    );
  });

  test.each(placesIn(whole).map((place) => [place.join(".")]))(
    "is read or refused without %s",
    async (place) => {
      await ends(() => use(put(whole, place === "" ? [] : place.split("."), undefined)));
    },
  );

  test("odd but right is read as it stands", async () => {
    const env = ["A", "B=", "C=1=2", "D=x\ny", "B=last", "__proto__=1", `E=${"x".repeat(1_000_000)}`];
    const labels = JSON.parse('{"__proto__":"1","constructor":"2","dbshift.run":"not ours"}') as Record<
      string,
      string
    >;
    const odd = { ...whole, Config: { ...whole.Config, Env: env, Labels: labels } };
    const found = toContainer(odd, { image, unstartable: false });
    expect(found.environment.get("A")).toBe("");
    expect(found.environment.get("B")).toBe("last");
    expect(found.environment.get("C")).toBe("1=2");
    expect(found.environment.get("D")).toBe("x\ny");
    expect(found.environment.get("__proto__")).toBe("1");
    const { Labels: copied } = likeSpec({
      original: odd,
      originalImage: image,
      image,
      changes: { name: "n", labels: {}, private: true },
    });
    expect(Object.keys(copied ?? {}).sort()).toEqual(["__proto__", "constructor"]);
    expect({}).not.toHaveProperty("polluted");
  });
});

test("whatever an engine says of an image is read, or is refused as not understood", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...placesIn(image)), anything, async (place, what) => {
      await ends(() => findImageJson(answering(put(image, place, what)), "postgres:15"));
    }),
  );
});

describe("whatever an engine says of a pull", () => {
  const pull = (chunks: readonly (string | Buffer)[]): Promise<DbshiftError | undefined> => {
    const seen: number[] = [];
    const engine = {
      ...answering(image),
      stream: () => Promise.resolve(Readable.from(chunks, { objectMode: false })),
    };
    const progress = (done: number, total: number): void => void seen.push(done, total);
    return ends(async () => {
      await pullImage(engine, { reference: "postgres:15", progress, signal: new AbortController().signal });
    }).finally(() => {
      expect(seen.every((number) => Number.isFinite(number) && number >= 0)).toBe(true);
    });
  };

  test("ends in an image or in an error of ours, and the progress is made of numbers", async () => {
    const event = fc.record(
      {
        id: anything,
        status: fc.oneof(fc.constantFrom("Downloading", "Download complete"), anything),
        progressDetail: fc.oneof(
          fc.record({ current: anything, total: anything }),
          fc.record({ current: fc.nat(), total: fc.nat() }),
          anything,
        ),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      event.map((value) => JSON.stringify(value)),
      fc.string({ unit: "binary" }),
      anything.map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (all) => {
        await pull([all.join("\n")]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["an answer of something else", ["<html>a proxy</html>\n"]],
    ["null", ["null\n"]],
    ["bytes that are no text", [Buffer.from([0xff, 0xfe, 0x0a])]],
    ["a line without an end", Array<string>(40).fill("x".repeat(64 * 1024))],
    ["an error that is none", ['{"error":{"a":1}}\n']],
  ])("%s is an error that names the image", async (_title, chunks) => {
    expect((await pull(chunks))?.message).toBe("postgres:15 could not be pulled");
  });

  test("a million lines of progress are taken", async () => {
    const lines = '{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":2}}\n'.repeat(1000);
    expect(await pull(Array<string>(30).fill(lines))).toBeUndefined();
  });
});

test("bytes that are no frames end in an error of ours, however they are cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), async (chunks) => {
      const frames = new Demultiplexer(() => undefined);
      await ends(async () => {
        await Readable.from(
          chunks.map((chunk) => Buffer.from(chunk)),
          { objectMode: false },
        )
          .pipe(frames)
          .forEach(() => undefined);
      });
    }),
    { numRuns: 200 },
  );
});
