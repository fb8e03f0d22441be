import { describe, expect, test } from "vitest";
import { id, image18, named, specOf } from "./likeness-parts.ts";

describe("mounts", () => {
  const dataMount = { from: "/data", volume: "data-pg18", at: "/lib" };

  test.for([
    ["a bind string", { Binds: ["pgdata:/data:z,rw"] }, { Binds: ["data-pg18:/lib:z,rw"], Mounts: [] }],
    [
      "a bind string of a directory",
      { Binds: ["/srv/pg:/data:rshared"] },
      { Binds: ["data-pg18:/lib"], Mounts: [] },
    ],
    [
      "a mount",
      {
        Mounts: [
          { Type: "volume", Source: "pgdata", Target: "/data/", VolumeOptions: { Labels: { a: "b" } } },
        ],
      },
      { Binds: [], Mounts: [{ Type: "volume", Source: "data-pg18", Target: "/lib", ReadOnly: false }] },
    ],
  ] as const)("the data mount, asked for as %s, is replaced in that form", ([, host, expected]) => {
    expect(specOf({ host, mounts: [named("pgdata", "/data")] }, { dataMount }).HostConfig).toMatchObject(
      expected,
    );
  });

  test("an anonymous volume is asked for by its name, and as data it is replaced", () => {
    const anonymous = named("f".repeat(64), "/data");
    const { HostConfig: kept } = specOf({ mounts: [anonymous] });
    expect(kept.Mounts).toEqual([
      { Type: "volume", Source: "f".repeat(64), Target: "/data", ReadOnly: false },
    ]);
    const { HostConfig: replaced } = specOf({ mounts: [anonymous] }, { dataMount });
    expect(replaced.Mounts).toEqual([
      { Type: "volume", Source: "data-pg18", Target: "/lib", ReadOnly: false },
    ]);
  });

  test("a mount without a source is asked for by the name its volume got", () => {
    const host = { Mounts: [{ Type: "volume", Target: "/x" }] };
    const { HostConfig } = specOf({ host, mounts: [named("e".repeat(64), "/x")] });
    expect(HostConfig.Mounts).toEqual([{ Type: "volume", Target: "/x", Source: "e".repeat(64) }]);
  });

  test("a VOLUME path of the new image that nothing covers becomes a tmpfs", () => {
    const { HostConfig } = specOf({ mounts: [named("pgdata", "/data")] }, { image: "i" }, image18);
    expect(HostConfig.Tmpfs).toEqual({ "/lib": "" });
    const covered = specOf({ mounts: [named("pgdata", "/data")] }, { image: "i", dataMount }, image18);
    expect(covered.HostConfig.Tmpfs).toEqual({});
  });
});

describe("a private likeness", () => {
  const host = {
    Binds: [
      "pgdata:/data",
      "shared:/shared",
      "/srv/conf:/etc/conf:Z",
      "sockets:/var/run/postgresql",
      "/srv/tmp:/tmp",
    ],
    Mounts: [
      { Type: "bind", Source: "/srv/pw", Target: "/run/secrets/pw" },
      { Type: "bind", Source: "/srv/init", Target: "/docker-entrypoint-initdb.d", ReadOnly: true },
      { Type: "tmpfs", Target: "/own" },
    ],
    PortBindings: { "5432/tcp": [{ HostPort: "5432" }] },
    PublishAllPorts: true,
    Links: ["/other:/db/alias"],
    VolumesFrom: ["other"],
    NetworkMode: "net",
    ShmSize: 1,
    LogConfig: { Type: "local", Config: { a: "b" } },
  };
  const mounts = [named("pgdata", "/data"), named("f".repeat(64), "/cache")];
  const networks = { net: { Aliases: ["db"] } };
  const spec = specOf(
    { host, mounts, networks, config: { Hostname: "db1" } },
    {
      private: true,
      dataMount: { from: "/data", volume: "pgdata", at: "/data" },
      extraMounts: [{ volume: "hba", at: "/hba" }],
    },
  );

  test("has no network, no port, no health check and no link", () => {
    expect(spec).not.toHaveProperty("NetworkingConfig");
    expect(spec).not.toHaveProperty("ExposedPorts");
    expect(spec.Healthcheck).toEqual({ Test: ["NONE"] });
    expect(spec.HostConfig).toMatchObject({
      ...{ NetworkMode: "none", PortBindings: {}, PublishAllPorts: false, Links: [], VolumesFrom: [] },
      ...{ ShmSize: 1, LogConfig: host.LogConfig },
    });
  });

  test("writes to its data alone: the rest is read-only, sockets and users' scripts are replaced by a tmpfs", () => {
    expect(spec.HostConfig.Binds).toEqual(["pgdata:/data", "shared:/shared:ro", "/srv/conf:/etc/conf:Z,ro"]);
    expect(spec.HostConfig.Mounts).toEqual([
      { Type: "bind", Source: "/srv/pw", Target: "/run/secrets/pw", ReadOnly: true },
      { Type: "tmpfs", Target: "/own" },
      { Type: "volume", Source: "f".repeat(64), Target: "/cache", ReadOnly: true },
      { Type: "volume", Source: "hba", Target: "/hba", ReadOnly: false },
    ]);
    expect(spec.HostConfig.Tmpfs).toEqual({
      "/var/run/postgresql": "",
      "/tmp": "",
      "/docker-entrypoint-initdb.d": "",
    });
  });
});

describe("networks", () => {
  const networks = {
    back: { Aliases: ["store"] },
    front: {
      ...{
        NetworkID: "n1",
        Aliases: ["db", id.slice(0, 12)],
        IPAddress: "10.0.0.9",
        MacAddress: "02:42:0a:00:00:09",
      },
      ...{ IPAMConfig: { IPv4Address: "10.0.0.77" }, DriverOpts: null },
    },
  };

  test("the first is the one its mode names, with its aliases and the address its user chose", () => {
    for (const NetworkMode of ["front", "n1"]) {
      expect(specOf({ host: { NetworkMode }, networks }).NetworkingConfig).toEqual({
        EndpointsConfig: { front: { Aliases: ["db"], IPAMConfig: { IPv4Address: "10.0.0.77" } } },
      });
    }
  });

  test("on the default bridge there are neither aliases nor an address", () => {
    const bridge = { Aliases: ["x"], IPAMConfig: { IPv4Address: "172.17.0.9" } };
    expect(specOf({ networks: { bridge } }).NetworkingConfig).toEqual({ EndpointsConfig: { bridge: {} } });
  });

  test("the network that makes a container unstartable is not handed on", () => {
    const dead = { [`dbshift-unstartable-${id.slice(0, 12)}-1`]: {} };
    expect(specOf({ host: { NetworkMode: "front" }, networks: dead })).not.toHaveProperty("NetworkingConfig");
  });
});
