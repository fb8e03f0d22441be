import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messageOf } from "../../../src/core/errors.ts";
import type { Attachment, Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { busybox, ensureBusybox } from "../../support/docker-busybox.ts";
import { dockerSandbox } from "../../support/docker-sandbox.ts";

const sandbox = dockerSandbox();
const label = Object.entries(sandbox.labels).map(([name, value]) => `${name}=${value}`)[0]!;
const runLabels = { ...sandbox.labels, "dbshift.run": "r1" };
let runtime: Runtime;
let fixed: string;

beforeAll(async () => {
  await ensureBusybox();
  ({ runtime } = await dockerRuntime());
  const subnet = `10.${100 + Math.floor(Math.random() * 100)}.${Math.floor(Math.random() * 250)}.0/24`;
  await sandbox.network("front", subnet);
  await sandbox.network("back");
  fixed = subnet.replace("0/24", "77");
});
afterAll(() => sandbox.remove());

const kinds = {
  "user-defined networks": () => ["--network", sandbox.name("front"), "--network-alias", "db", "--ip", fixed],
  "the default bridge": () => [],
  "no network": () => ["--network", "none"],
  "the host's network": () => ["--network", "host"],
};

/** A container that ran and was stopped, and what it was attached to. */
async function stopped(
  kind: keyof typeof kinds,
): Promise<{ id: string; attachments: readonly Attachment[] }> {
  const id = await sandbox.docker("run", "--detach", "--label", label, ...kinds[kind](), busybox.one);
  if (kind === "user-defined networks") {
    await sandbox.docker("network", "connect", "--alias", "store", sandbox.name("back"), id);
  }
  await runtime.kill(id);
  return { id, attachments: (await runtime.findContainer(id))!.attachments };
}

const starts = async (id: string): Promise<string> =>
  sandbox.docker("start", id).then(
    () => "starts",
    (error: unknown) => messageOf(error),
  );

/** The engine's own additions, the host name among them, come and go with a connection. */
const wished = (attachments: readonly Attachment[], id: string) =>
  attachments
    .map(({ network, aliases, ipv4 }) => ({
      network,
      ipv4,
      aliases: aliases.filter((each) => !id.startsWith(each)).sort(),
    }))
    .sort((one, other) => (one.network < other.network ? -1 : 1));

const networksOfOurs = async () =>
  (
    await sandbox.docker(
      "network",
      "ls",
      "--quiet",
      "--filter",
      "label=dbshift.run=r1",
      "--filter",
      `label=${label}`,
    )
  )
    .split("\n")
    .filter(Boolean);

describe.for(Object.keys(kinds) as (keyof typeof kinds)[])("a stopped container on %s", (kind) => {
  test("made unstartable is started by nobody, until it is attached again as it was (I3, I7)", async () => {
    const { id, attachments } = await stopped(kind);
    await runtime.makeUnstartable(id, runLabels);
    expect(await starts(id)).toMatch(/network .* not found/);
    expect(await runtime.findContainer(id)).toMatchObject({
      id,
      unstartable: true,
      attachments: [],
      state: "exited",
    });
    expect(await networksOfOurs()).toEqual([]);

    await runtime.attach(id, attachments);
    const again = (await runtime.findContainer(id))!;
    expect(again.unstartable).toBe(false);
    expect(wished(again.attachments, id)).toEqual(wished(attachments, id));
    expect(await starts(id)).toBe("starts");
    expect(wished((await runtime.findContainer(id))!.attachments, id)).toEqual(wished(attachments, id));
    await sandbox.docker("rm", "--force", "--volumes", id);
  });

  test("each of the two calls may come twice, and changes nothing more", async () => {
    const { id, attachments } = await stopped(kind);
    await runtime.makeUnstartable(id, runLabels);
    const [network] = await attachedTo(id);
    await runtime.makeUnstartable(id, runLabels);
    expect(await attachedTo(id)).toEqual([network]);
    await runtime.attach(id, attachments);
    const before = await attachedTo(id);
    await runtime.attach(id, attachments);
    expect(await attachedTo(id)).toEqual(before);
    expect(await starts(id)).toBe("starts");
    await sandbox.docker("rm", "--force", "--volumes", id);
  });
});

describe("a call that was cut off", () => {
  const halfWay = {
    "after the networks were taken": (id: string) => takeOff(id),
    "after the throw-away network was made": async (id: string) => {
      await takeOff(id);
      await throwAway(id);
    },
    "before the throw-away network was removed": async (id: string) => {
      await takeOff(id);
      await sandbox.docker("network", "connect", await throwAway(id), id);
    },
    "while it was attached again": async (id: string) => {
      await runtime.makeUnstartable(id, runLabels);
      for (const network of await attachedTo(id)) {
        await sandbox.docker("network", "disconnect", "-f", network, id);
      }
      await sandbox.docker("network", "connect", "--alias", "store", sandbox.name("back"), id);
    },
  };

  test.for(Object.entries(halfWay))("%s is repaired by either call", async ([, breakOff]) => {
    const { id, attachments } = await stopped("user-defined networks");
    await breakOff(id);
    await runtime.makeUnstartable(id, runLabels);
    expect((await runtime.findContainer(id))?.unstartable).toBe(true);
    expect(await starts(id)).toMatch(/network .* not found/);
    await runtime.attach(id, attachments);
    await breakOff(id);
    await runtime.attach(id, attachments);
    expect(wished((await runtime.findContainer(id))!.attachments, id)).toEqual(wished(attachments, id));
    expect(await networksOfOurs()).toEqual([]);
    expect(await starts(id)).toBe("starts");
    await sandbox.docker("rm", "--force", "--volumes", id);
  });

  test("a container whose throw-away network still exists does not count as unstartable", async () => {
    const { id } = await stopped("the default bridge");
    await takeOff(id);
    await sandbox.docker("network", "connect", await throwAway(id), id);
    expect((await runtime.findContainer(id))?.unstartable).toBe(false);
    await runtime.attach(id, []);
    await sandbox.docker("rm", "--force", "--volumes", id);
  });
});

test("a container that shares another's network cannot be made unstartable, and the message says so", async () => {
  const id = await sandbox.docker("create", "--label", label, busybox.one);
  const sharer = await sandbox.docker(
    "create",
    "--label",
    label,
    "--network",
    `container:${id}`,
    busybox.one,
  );
  await expect(runtime.makeUnstartable(sharer, runLabels)).rejects.toThrow(/cannot be made unstartable/);
});

test("a network that was made anew under its name is found by the name", async () => {
  const network = await sandbox.network("anew");
  const id = await sandbox.docker(
    "run",
    "--detach",
    "--label",
    label,
    "--network",
    network,
    "--network-alias",
    "db",
    busybox.one,
  );
  await runtime.kill(id);
  const { attachments } = (await runtime.findContainer(id))!;
  await runtime.makeUnstartable(id, runLabels);
  await sandbox.docker("network", "rm", network);
  await sandbox.network("anew");
  await runtime.attach(id, attachments);
  expect(await starts(id)).toBe("starts");
});

async function attachedTo(id: string): Promise<readonly string[]> {
  const networks = await sandbox.docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", id);
  return Object.keys(JSON.parse(networks) as object).sort();
}

async function takeOff(id: string): Promise<void> {
  for (const network of await attachedTo(id)) {
    await sandbox.docker("network", "disconnect", "--force", network, id);
  }
}

/** As the runtime makes it. */
async function throwAway(id: string): Promise<string> {
  const name = `dbshift-unstartable-${id.slice(0, 12)}-${Math.floor(Math.random() * 1e9)}`;
  const labels = ["--label", label, "--label", "dbshift.run=r1", "--label", `dbshift.unstartable=${id}`];
  await sandbox.docker("network", "create", ...labels, name);
  return name;
}
