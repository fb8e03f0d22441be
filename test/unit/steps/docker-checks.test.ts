import { describe, expect, test } from "vitest";
import type { CheckStep } from "../../../src/playbook/define-step.ts";
import type { WriteContext } from "../../../src/playbook/context.ts";
import { checkContainer } from "../../../src/steps/check-container.ts";
import { checkNames } from "../../../src/steps/check-names.ts";
import { checkOwnership } from "../../../src/steps/check-ownership.ts";
import { checkVolume } from "../../../src/steps/check-volume.ts";
import { contextOver, other, volume, type Sample } from "./sample-container.ts";

const found = async (step: CheckStep, sample: Sample): Promise<string[]> =>
  (await step.check(contextOver(sample) as WriteContext)).map(({ code, severity }) => `${severity} ${code}`);

const all = [checkContainer, checkVolume, checkNames, checkOwnership];

test("a plain container on a named volume is found right by every check", async () => {
  for (const step of all) {
    expect(await found(step, {}), step.id).toEqual([]);
  }
});

describe("the container is refused (I14)", () => {
  test.each([
    ["when it was started with --rm", { autoRemove: true }, "AUTO-REMOVE"],
    ["on the host's network", { networkMode: "host" }, "NETWORK-MODE"],
    ["without a network", { networkMode: "none" }, "NETWORK-MODE"],
    ["on another container's network", { networkMode: "container:abc" }, "NETWORK-MODE"],
    ["when it runs as a user of its own", { user: "1000:1000" }, "CUSTOM-USER"],
  ])("%s", async (_, changes, code) => {
    expect(await found(checkContainer, { source: changes })).toEqual([`blocker ${code}`]);
  });

  test.each(["source-id", "shop-db"])("when another container shares its network by %s", async (by) => {
    const others = [other({ networkMode: `container:${by}` })];
    expect(await found(checkContainer, { others })).toEqual(["blocker NETWORK-SHARED"]);
  });

  test("but a port the engine chooses is only a warning", async () => {
    const ports = [{ containerPort: "5432/tcp", hostIp: "", hostPort: "" }];
    expect(await found(checkContainer, { source: { ports } })).toEqual(["warning RANDOM-PORT"]);
  });
});

describe("the volume is refused (I3)", () => {
  test("when another container uses it, running or not", async () => {
    const mount = {
      type: "volume",
      volume: "shop-data",
      anonymous: false,
      source: "",
      destination: "/x",
      subpath: undefined,
    } as const;
    const others = [other({ state: "exited", mounts: [{ ...mount, readOnly: true }] })];
    expect(await found(checkVolume, { others })).toEqual(["blocker VOLUME-SHARED"]);
  });

  test("when only a directory of it is mounted", async () => {
    const place = {
      type: "volume",
      volume: "shop-data",
      anonymous: false,
      source: "",
      readOnly: false,
    } as const;
    const mounts = [{ ...place, destination: "/data", subpath: "pg" }];
    expect(await found(checkVolume, { source: { mounts } })).toEqual(["blocker VOLUME-SUBPATH"]);
  });

  test.each([
    ["another driver", { driver: "nfs" }],
    ["options of its own", { options: { device: "/data" } }],
  ])("with %s", async (_, changes) => {
    expect(await found(checkVolume, { volumes: [{ ...volume, ...changes }] })).toEqual([
      "blocker VOLUME-KIND",
    ]);
  });
});

describe("a name or a port is refused (I10)", () => {
  test.each(["shop-db.pre16", "shop-db.pg16"])("when a container is called %s already", async (name) => {
    expect(await found(checkNames, { others: [other({ name })] })).toEqual(["blocker NAME-TAKEN"]);
  });

  test("when the target's volume is there already", async () => {
    const volumes = [volume, { ...volume, name: "shop-data-pg16" }];
    expect(await found(checkNames, { volumes })).toEqual(["blocker VOLUME-TAKEN"]);
  });

  test("a volume that a run of ours may keep what clients wrote in is not offered for removal (I2)", async () => {
    const taken = { ...volume, name: "shop-data-pg16", labels: { "dbshift.run": "r1" } };
    const [finding] = await checkNames.check(contextOver({ volumes: [volume, taken] }) as WriteContext);
    expect(finding?.remedy).toContain("dbshift retire r1");
    expect(JSON.stringify(finding)).not.toContain("docker volume rm");
  });

  test.each([
    ["at the same address", "127.0.0.1", true],
    ["at every address", "0.0.0.0", true],
    ["at another address", "127.0.0.2", false],
  ])("when a running container publishes the same port %s", async (_, hostIp, refused) => {
    const others = [other({ ports: [{ containerPort: "5432/tcp", hostIp, hostPort: "5432" }] })];
    expect(await found(checkNames, { others })).toEqual(refused ? ["blocker PORT-TAKEN"] : []);
  });
});

describe("a container that belongs to somebody else is refused", () => {
  test.each([
    ["com.docker.swarm.service.id"],
    ["com.docker.stack.namespace"],
    ["io.kubernetes.pod.name"],
    ["com.hashicorp.nomad.alloc_id"],
    ["com.amazonaws.ecs.cluster"],
    ["PODMAN_SYSTEMD_UNIT"],
    ["com.docker.compose.project"],
  ])("by the label %s", async (label) => {
    expect(await found(checkOwnership, { source: { labels: { [label]: "x" } } })).toEqual([
      "blocker OWNED-BY-OTHER",
    ]);
  });

  test("by a systemd unit that names it, one finding for each", async () => {
    const units = ["shop.service", "backup.service"];
    expect(await found(checkOwnership, { units })).toEqual([
      "blocker OWNED-BY-SYSTEMD",
      "blocker OWNED-BY-SYSTEMD",
    ]);
  });

  test("and where the host cannot be looked at, that is said", async () => {
    expect(await found(checkOwnership, { units: undefined })).toEqual(["info HOST-NOT-SEEN"]);
  });

  test.each(["containrrr/watchtower:latest", "ghcr.io/x/wud", "willfarrell/autoheal@sha256:1"])(
    "and a running %s is warned of",
    async (image) => {
      expect(await found(checkOwnership, { others: [other({ image })] })).toEqual(["warning AUTO-UPDATER"]);
    },
  );
});
