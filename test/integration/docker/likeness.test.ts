import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LikenessChanges, Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { busybox, ensureBusybox } from "../../support/docker-busybox.ts";
import { inspectWishes } from "../../support/docker-inspect.ts";
import { dockerSandbox } from "../../support/docker-sandbox.ts";

const sandbox = dockerSandbox();
const [testLabel] = Object.entries(sandbox.labels).map(([name, value]) => `${name}=${value}`) as [string];
const dataMount = { from: "/data", volume: sandbox.name("target"), at: "/data" };
const unused = 20_000 + Math.floor(Math.random() * 10_000);

let runtime: Runtime;
let original: string;

/** A container with everything a person can ask for on one host. */
async function everything(): Promise<string> {
  const subnet = `10.${100 + Math.floor(Math.random() * 100)}.${Math.floor(Math.random() * 250)}.0/24`;
  const front = await sandbox.network("front", subnet);
  const back = await sandbox.network("back");
  for (const volume of ["source", "target", "other"]) {
    await sandbox.docker("volume", "create", "--label", testLabel, sandbox.name(volume));
  }
  const id = await sandbox.docker(
    ...["create", "--name", sandbox.name("everything"), "--label", testLabel],
    ...["--label", "team=shop", "--label", "vendor=somebody", "--label", "com.docker.compose.project=shop"],
    ...["--env", "PASSWORD=secret=1", "--env", "LANG=de_DE.utf8", "--env", "PGDATA=/data"],
    ...["--network", front, "--network-alias", "db", "--network-alias", "main"],
    ...["--ip", subnet.replace("0/24", "77")],
    ...["--publish", `127.0.0.1:${unused}:5432`, "--publish", "127.0.0.1::7000", "--expose", "7001"],
    ...[
      "--restart",
      "unless-stopped",
      "--stop-timeout",
      "77",
      "--init",
      "--user",
      "0:0",
      "--workdir",
      "/tmp",
    ],
    ...["--health-cmd", "test -d /data", "--health-interval", "7s"],
    ...["--memory", "256m", "--cpus", "0.5", "--pids-limit", "200", "--shm-size", "96m"],
    ...["--ulimit", "nofile=2048:4096", "--sysctl", "net.core.somaxconn=321"],
    ...["--log-opt", "max-size=3m", "--log-opt", "max-file=2"],
    ...["--volume", `${sandbox.name("source")}:/data`, "--volume", "/etc/hostname:/etc/theirs:ro"],
    ...["--mount", `type=volume,source=${sandbox.name("other")},target=/other`],
    ...["--volume", "/anonymous", "--volume", `${sandbox.name("other")}:/var/run/postgresql`],
    ...["--volume", "/etc:/docker-entrypoint-initdb.d/theirs:ro", "--tmpfs", "/scratch:size=8m"],
    ...["--add-host", "elsewhere:10.1.2.3", "--dns", "10.9.9.9", "--dns-search", "shop.test"],
    ...["--cap-add", "SYS_NICE", "--security-opt", "no-new-privileges", "--hostname", "shop-db"],
    ...[busybox.one, "serve", "-c", "max_connections=200"],
  );
  await sandbox.docker("network", "connect", "--alias", "warehouse", back, id);
  return id;
}

async function like(what: string, changes: Partial<LikenessChanges> = {}): Promise<string> {
  const labels = { ...sandbox.labels, "dbshift.run": "r1" };
  return runtime.createLike(original, {
    name: sandbox.name(what),
    labels,
    private: false,
    dataMount,
    ...changes,
  });
}

interface Inspected {
  readonly Config: Record<string, unknown> & {
    readonly Env: string[];
    readonly Labels: Record<string, string>;
  };
  readonly HostConfig: Record<string, unknown>;
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
  readonly Networks: Record<string, unknown>;
}

const wishes = async (container: string) => (await inspectWishes(sandbox, container)) as unknown as Inspected;

beforeAll(async () => {
  await ensureBusybox();
  ({ runtime } = await dockerRuntime());
  original = await everything();
});
afterAll(() => sandbox.remove());

describe("a container made after the likeness of another", () => {
  test("has everything the other has, but its data, its restart policy and compose's labels (I7)", async () => {
    const expected = await wishes(original);
    const id = await like("same");
    const seen = await wishes(id);

    const { ["com.docker.compose.project"]: _, ...labels } = expected.Config.Labels;
    expect(seen.Config.Labels).toEqual({ ...labels, "dbshift.run": "r1" });
    expect([...seen.Config.Env].sort()).toEqual([...expected.Config.Env].sort());
    // The image is named by its id: its tag may have moved.
    const image = (await runtime.findContainer(original))!.imageId;
    const differing = { Labels: 0, Env: 0, Image: 0, Volumes: 0, AttachStdout: 0, AttachStderr: 0 };
    expect({ ...seen.Config, ...differing }).toEqual({ ...expected.Config, ...differing });
    expect(seen.Config["Image"]).toBe(image);

    const anonymous = expected.Mounts.find(({ Destination }) => Destination === "/anonymous")!;
    const mounts = seen.HostConfig["Mounts"] as { Target: string; Source: string }[];
    expect(mounts.find(({ Target }) => Target === "/anonymous")?.Source).toBe(anonymous.Name);
    const replaced = (bind: string) => bind.replace(sandbox.name("source"), sandbox.name("target"));
    expect(seen.HostConfig["Binds"]).toEqual((expected.HostConfig["Binds"] as string[]).map(replaced));
    const changed = { Binds: 0, Mounts: 0, RestartPolicy: 0 };
    expect(emptyIsNull({ ...seen.HostConfig, ...changed })).toEqual(
      emptyIsNull({ ...expected.HostConfig, ...changed }),
    );
    expect(seen.HostConfig["RestartPolicy"]).toEqual({ Name: "no", MaximumRetryCount: 0 });

    expect(seen.Networks).toEqual(expected.Networks);
    expect(seen.Mounts.map(({ Destination, Name, RW }) => [Destination, Name, RW])).toEqual(
      expected.Mounts.map(({ Destination, Name, RW }) => [Destination, Name && replaced(Name), RW]),
    );
  });

  test("starts, and answers to the same names at the same address", async () => {
    const id = await like("started");
    await runtime.start(id);
    await expect
      .poll(() => runtime.logTail(id, 5), { timeout: 10_000 })
      .toContain("serving serve -c max_connections=200");
    const before = (await runtime.findContainer(original))!;
    const seen = (await runtime.findContainer(id))!;
    const asked = (attachments: typeof seen.attachments) =>
      attachments
        // The engine adds the host name by itself, on one network when it is connected, on the other when it starts.
        .map(({ network, aliases, ipv4 }) => ({
          network,
          ipv4,
          aliases: aliases.filter((alias) => alias !== "shop-db"),
        }))
        .sort((a, b) => (a.network < b.network ? -1 : 1));
    expect(asked(seen.attachments)).toEqual(asked(before.attachments));
    await runtime.removeContainer(id, { "dbshift.run": "r1" });
  });

  test("with another image, has of that image what its user did not choose", async () => {
    const id = await like("next", {
      image: busybox.two,
      dropEnvironment: ["PGDATA"],
      environment: { EXTRA: "1" },
    });
    const { Config: config, Mounts: mounts, HostConfig: host } = await wishes(id);
    expect([...config.Env].sort()).toEqual(
      ["EXTRA=1", "LANG=de_DE.utf8", "PASSWORD=secret=1", "PATH=/bin", "PGDATA=/data/2", "PG_MAJOR=2"].sort(),
    );
    expect(config.Labels).toMatchObject({ version: "2", vendor: "somebody", team: "shop" });
    expect(config["Cmd"]).toEqual(["serve", "-c", "max_connections=200"]);
    expect(mounts.filter(({ Type, Name }) => Type === "volume" && Name === undefined)).toEqual([]);
    expect(host["Tmpfs"]).toMatchObject({ "/extra": "" });
  });

  test("gets further arguments after its user's own", async () => {
    const { Config: config } = await wishes(await like("more", { appendArguments: ["-c", "fsync=off"] }));
    expect(config["Cmd"]).toEqual(["serve", "-c", "max_connections=200", "-c", "fsync=off"]);
  });

  test("gets further arguments after the new image's command where its user gave none", async () => {
    const plain = await sandbox.docker("create", "--label", testLabel, "--tmpfs", "/data", busybox.one);
    const changes = { name: sandbox.name("plain"), labels: sandbox.labels, private: true };
    const id = await runtime.createLike(plain, { ...changes, image: busybox.two, appendArguments: ["-x"] });
    expect((await wishes(id)).Config["Cmd"]).toEqual(["serve", "--two", "-x"]);
  });

  test("carries no labels of a run that made the original", async () => {
    const earlier = await sandbox.docker(
      "create",
      "--label",
      testLabel,
      "--label",
      "dbshift.run=r0",
      busybox.one,
    );
    const changes = {
      name: sandbox.name("later"),
      labels: { ...sandbox.labels, "dbshift.run": "r2" },
      private: true,
    };
    const { Config: config } = await wishes(await runtime.createLike(earlier, changes));
    expect(config.Labels["dbshift.run"]).toBe("r2");
  });

  test("gets the networks it is given where the original was taken off its own", async () => {
    const { attachments } = (await runtime.findContainer(original))!;
    const bare = await sandbox.docker(
      "create",
      "--label",
      testLabel,
      "--network",
      sandbox.name("front"),
      busybox.one,
    );
    await sandbox.docker("network", "disconnect", "--force", sandbox.name("front"), bare);
    const changes = { name: sandbox.name("reattached"), labels: sandbox.labels, private: false, attachments };
    const { Networks: networks } = await wishes(await runtime.createLike(bare, changes));
    expect(networks).toEqual((await wishes(original)).Networks);
  });

  test("made again from what was known of it, is the one it was, compose's labels included (I7)", async () => {
    const expected = await wishes(original);
    const { image } = (await runtime.findContainer(original))!;
    const again = await runtime.createAgain(await runtime.describe(original), sandbox.name("again"));
    const seen = await wishes(again);
    const { ["dbshift.run"]: _, ...labels } = expected.Config.Labels;
    expect(seen.Config.Labels).toMatchObject(labels);
    expect([...seen.Config.Env].sort()).toEqual([...expected.Config.Env].sort());
    for (const field of ["Binds", "PortBindings"]) {
      expect(seen.HostConfig[field]).toEqual(expected.HostConfig[field]);
    }
    expect(seen.Networks).toEqual(expected.Networks);
    expect(await runtime.findContainer(again)).toMatchObject({ image, state: "created" });
  });

  test("is not left behind half-made when a network is gone", async () => {
    const name = sandbox.name("half");
    const nowhere = {
      network: sandbox.name("nowhere"),
      networkId: "",
      aliases: [],
      ipv4: undefined,
      ipv6: undefined,
    };
    const attachments = [{ ...nowhere, links: [], driverOptions: {} }];
    await expect(like("half", { attachments })).rejects.toThrow(/not there any more/);
    expect(await runtime.findContainer(name)).toBeUndefined();
  });
});

describe("a private container made after the likeness of another", () => {
  test("is reached by nobody and writes to nothing that others see (I3, I4)", async () => {
    const {
      Config: config,
      HostConfig: host,
      Mounts: mounts,
      Networks: networks,
    } = await wishes(await like("private", { private: true }));
    expect(Object.keys(networks)).toEqual(["none"]);
    expect(host).toMatchObject({ NetworkMode: "none", PortBindings: {}, PublishAllPorts: false });
    expect(config["Healthcheck"]).toMatchObject({ Test: ["NONE"] });
    expect(config["ExposedPorts"]).toEqual({ "5432/tcp": {} });
    expect(
      mounts.filter(({ RW, Type }) => RW && Type !== "tmpfs").map(({ Destination }) => Destination),
    ).toEqual(["/data"]);
    expect(mounts.map(({ Destination }) => Destination)).not.toContain("/docker-entrypoint-initdb.d/theirs");
    expect(host["Tmpfs"]).toMatchObject({
      "/docker-entrypoint-initdb.d": "",
      "/var/run/postgresql": "",
      "/scratch": "size=8m",
    });
  });

  test("keeps its limits, its log options and its arguments", async () => {
    const fields = [
      "Memory",
      "NanoCpus",
      "PidsLimit",
      "ShmSize",
      "Ulimits",
      "Sysctls",
      "LogConfig",
      "CapAdd",
      "Init",
    ];
    const { Config: config, HostConfig: host } = await wishes(await like("limited", { private: true }));
    const expected = await wishes(original);
    for (const field of fields) expect(host[field], field).toEqual(expected.HostConfig[field]);
    expect(config["Cmd"]).toEqual(expected.Config["Cmd"]);
  });

  test("starts, with the data in place and the scripts of its user out of sight", async () => {
    const id = await like("private-started", { private: true, extraMounts: [{ tmpfs: true, at: "/ours" }] });
    await runtime.start(id);
    const script =
      "touch /data/x /var/run/postgresql/x /ours/x && ! touch /other/x 2>/dev/null && ls /docker-entrypoint-initdb.d";
    expect(await runtime.look(id, ["sh", "-c", script])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    await runtime.removeContainer(id, { "dbshift.run": "r1" });
    const { Name: anonymous } = (await wishes(original)).Mounts.find(
      ({ Destination }) => Destination === "/anonymous",
    )!;
    expect(await runtime.findVolume(anonymous!)).toBeDefined();
  });
});

/** Engines write an unset list as null, as [] or as {}. */
function emptyIsNull(fields: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isEmpty(value) ? null : value]),
  );
}
