import { describe, expect, test } from "vitest";
import type { HealthcheckJson } from "../../../../src/runtime/docker/engine-json.ts";
import { likeSpec } from "../../../../src/runtime/docker/like-spec.ts";
import { container, id, image15, image18, specOf } from "./likeness-parts.ts";

describe("what the image gave", () => {
  test("is not carried along", () => {
    const spec = specOf({}, { image: "postgres:18" }, image18);
    expect(spec).toMatchObject({ Image: "postgres:18", Env: [], Labels: { "dbshift.run": "r1" } });
    for (const field of [
      "Entrypoint",
      "Cmd",
      "StopSignal",
      "User",
      "WorkingDir",
      "ExposedPorts",
      "Hostname",
      "Volumes",
    ]) {
      expect(spec, field).not.toHaveProperty(field);
    }
  });

  test("is not carried along where the engine writes it in another form", () => {
    const config = {
      Entrypoint: ["docker-entrypoint.sh"],
      User: null,
      WorkingDir: "/",
      Labels: null,
      Cmd: ["postgres"],
    };
    const spec = specOf({ config });
    expect(spec).not.toHaveProperty("Cmd");
    expect(spec).not.toHaveProperty("User");
  });

  test("counts as the user's where the image is gone, but for what every image gives itself", () => {
    const all = { name: "new", labels: {}, private: false };
    const spec = likeSpec({ original: container(), originalImage: undefined, image: image18, changes: all });
    expect(spec).toMatchObject({
      Env: ["PGDATA=/data", "LANG=en_US.utf8"],
      Entrypoint: ["docker-entrypoint.sh"],
    });
  });
});

describe("the environment", () => {
  const given = [
    ...image15.Config!.Env!,
    "POSTGRES_PASSWORD=a=b",
    "LANG=de",
    "PATH=/mine",
    "A=1",
    "A=2",
    "EMPTY=",
  ];

  test("keeps what its user gave, the last of two, and drops what would name the old version", () => {
    const spec = specOf({ config: { Env: given } }, { image: "postgres:18" }, image18);
    expect(spec.Env).toEqual(["LANG=de", "POSTGRES_PASSWORD=a=b", "A=2", "EMPTY="]);
  });

  test("keeps even a user's PATH where the image stays the same", () => {
    expect(specOf({ config: { Env: given } }).Env).toContain("PATH=/mine");
  });

  test("keeps a PGDATA of the user's own, and takes what the changes say", () => {
    const env = [...image15.Config!.Env!, "PGDATA=/data/mine"];
    expect(specOf({ config: { Env: env } }).Env).toEqual(["PGDATA=/data/mine"]);
    const changes = { environment: { X: "a b" }, dropEnvironment: ["PGDATA"] };
    expect(specOf({ config: { Env: env } }, changes).Env).toEqual(["X=a b"]);
  });
});

describe("entrypoint and command", () => {
  test.for([
    ["neither given", {}, {}, { Cmd: ["postgres", "-D18", "-x"] }],
    ["a command given", { Cmd: ["-c", "a=1"] }, {}, { Cmd: ["-c", "a=1", "-x"] }],
    [
      "an entrypoint given, the image's command left out",
      { Entrypoint: ["mine"], Cmd: null },
      {},
      { Entrypoint: ["mine"], Cmd: ["-x"] },
    ],
    [
      "an entrypoint given, with the image's own command",
      { Entrypoint: ["mine"], Cmd: ["postgres"] },
      {},
      { Entrypoint: ["mine"], Cmd: ["postgres", "-x"] },
    ],
  ] as const)("%s: arguments are appended to what will run", ([, config, , expected]) => {
    expect(specOf({ config }, { image: "i", appendArguments: ["-x"] }, image18)).toMatchObject(expected);
  });

  test("an entrypoint the user emptied stays empty", () => {
    expect(specOf({ config: { Entrypoint: null, Cmd: ["sh"] } })).toMatchObject({
      Entrypoint: [],
      Cmd: ["sh"],
    });
  });
});

test("labels of the image, of compose and of an earlier run stay behind", () => {
  const labels = {
    maintainer: "image",
    team: "shop",
    "com.docker.compose.service": "db",
    "dbshift.run": "r0",
    "dbshift.nonce": "x",
  };
  expect(specOf({ config: { Labels: labels } }).Labels).toEqual({ team: "shop", "dbshift.run": "r1" });
});

describe("a host name", () => {
  test.for([
    ["of the user's is kept", { Hostname: "db1" }, {}, { Hostname: "db1" }],
    ["the engine made out of the id is not", { Hostname: id.slice(0, 12) }, {}, {}],
    ["beside the host's network is not", { Hostname: "metal" }, { NetworkMode: "host" }, {}],
    ["beside another's network is not", { Hostname: "other" }, { NetworkMode: "container:x" }, {}],
    ["beside the host's own names is not", { Hostname: "metal" }, { UTSMode: "host" }, {}],
  ] as const)("%s", ([, config, host, expected]) => {
    const { Hostname } = specOf({ config, host }) as { Hostname?: string };
    expect(Hostname).toBe("Hostname" in expected ? expected.Hostname : undefined);
  });
});

describe("a MAC address", () => {
  test("that the engine made is never sent back, one of the user's is", () => {
    expect(specOf({ config: { MacAddress: "02:42:ac:11:00:02" } })).not.toHaveProperty("MacAddress");
    expect(specOf({ config: { MacAddress: "a2:00:00:00:00:01" } })).toHaveProperty(
      "MacAddress",
      "a2:00:00:00:00:01",
    );
    const endpoint = { MacAddress: "02:42:ac:11:00:02" };
    const spec = specOf({ host: { NetworkMode: "net" }, networks: { net: endpoint } });
    expect(JSON.stringify(spec)).not.toContain("02:42");
  });
});

test("limits and the like are kept, a restart policy and self-removal are not", () => {
  const kept = {
    Memory: 1,
    NanoCpus: 2,
    Ulimits: [{ Name: "nofile" }],
    Sysctls: { a: "b" },
    Init: true,
    Dns: ["10.0.0.1"],
  };
  const host = {
    ...kept,
    RestartPolicy: { Name: "always" },
    AutoRemove: true,
    MemorySwappiness: -1,
    KernelMemory: 0,
  };
  const { HostConfig } = specOf({ host: { ...host, Links: ["/other:/db/alias"] } });
  expect(HostConfig).toMatchObject({
    ...kept,
    AutoRemove: false,
    RestartPolicy: { Name: "no" },
    Links: ["other:alias"],
  });
  expect(HostConfig).not.toHaveProperty("MemorySwappiness");
  expect(HostConfig).not.toHaveProperty("KernelMemory");
});

test("a health check is given field by field, what equals the image's is left to it", () => {
  const image = { Test: ["CMD", "true"], Interval: 1, Retries: 3 };
  const withHealth = { ...image15, Config: { ...image15.Config, Healthcheck: image } };
  const all = { name: "new", labels: {}, private: false };
  const specWith = (Healthcheck: HealthcheckJson) =>
    likeSpec({
      original: container({ config: { Healthcheck } }),
      originalImage: withHealth,
      image: withHealth,
      changes: all,
    });
  expect(specWith(image)).not.toHaveProperty("Healthcheck");
  expect(specWith({ ...image, Interval: 9 }).Healthcheck).toEqual({ Interval: 9 });
  expect(specWith({ Test: ["NONE"] }).Healthcheck).toEqual({ Test: ["NONE"] });
});
