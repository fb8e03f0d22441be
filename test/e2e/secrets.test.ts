import { readFile, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { escapedSecrets, keptFiles, type Escape } from "../faults/escaped-secrets.ts";
import { secretsCampaign, type SecretsCampaign } from "../faults/secrets-campaign.ts";
import type { Description } from "../support/container-descriptions.ts";
import { containersSeen } from "../support/containers-events.ts";
import { inventory } from "../support/environment.ts";
import { secretsIn as search } from "../support/secrets-in.ts";

let campaign: SecretsCampaign;
let escapes: readonly Escape[];

beforeAll(async () => {
  campaign = await secretsCampaign();
  escapes = await escapedSecrets(campaign);
  return () => campaign.remove();
});

const secretsIn = (text: string): string[] => search(text, campaign.secrets);
const escapesInto = (...kinds: readonly Escape["kind"][]): Escape[] =>
  escapes.filter(({ kind }) => kinds.includes(kind));

test("the runs were what they were to be", () => {
  const { results, typed } = campaign;
  const exits = Object.entries(results).map(([name, { exitCode }]) => [name, exitCode]);
  const said = Object.entries(results)
    .map(([name, { stderr }]) => `${name}: ${stderr.slice(-1500)}`)
    .join("\n");
  expect(Object.fromEntries(exits), said).toEqual({
    ...{ refused: 3, failed: 4, upgraded: 0, verified: 0, report: 0, told: 0, retired: 0, restored: 0 },
  });
  expect(results["refused"]?.stdout).toContain("drop subscription");
  expect(results["failed"]?.stderr).toContain("not in this version");
  expect(typed.screen).toContain("Password of role");
  expect(typed.exit, typed.screen).toBe(0);
});

describe("a secret escapes from no run, whether it is refused, fails or succeeds (I11)", () => {
  test("not into what it says, in words, as events, as JSON or on the screen", () => {
    expect(escapesInto("output")).toEqual([]);
    expect(campaign.results["refused"]?.stdout).toContain("tcp://someone:***@");
  });

  test("not into any file it leaves, but for copies of the data that it was told to keep; all are their owner's alone", async () => {
    expect(escapesInto("file")).toEqual([]);
    const files = await keptFiles(campaign);
    expect(files.filter((file) => file.endsWith("journal.ndjson"))).toHaveLength(3);
    for (const file of files) expect((await stat(file)).mode & 0o077, file).toBe(0);
    const contentOf = async (ending: string): Promise<string> =>
      gunzipSync(await readFile(files.find((file) => file.endsWith(ending)) ?? "")).toString("latin1");
    const dumped = ["database", "everyRole", "mapping", "roleSetting", "row", "server", "verifier"];
    // What is set for all roles in all databases, no dump carries.
    expect(secretsIn(await contentOf(".sql.gz")).sort()).toEqual(
      dumped.filter((each) => each !== "everyRole"),
    );
    expect(secretsIn(await contentOf(".tar.gz"))).toEqual(expect.arrayContaining([...dumped, "replication"]));
  });

  test("a dump on its way is its owner's alone, too", () => {
    const dumps = campaign.described.found
      .flatMap(({ modes }) => [...modes])
      .filter(([path]) => path.includes("dump"));
    expect(dumps.length).toBeGreaterThan(2);
    for (const [path, mode] of dumps) expect(mode & 0o077, path).toBe(0);
  });

  test("not into what the engine tells those who listen, nor into the log or description of a container of its own", () => {
    expect(escapesInto("event", "log", "description")).toEqual([]);
  });

  test("not into the statements that the target keeps for those who may read them", () => {
    expect(escapesInto("statement")).toEqual([]);
    expect(campaign.statements.includes("analyze")).toBe(true);
  });

  test("not into the arguments or the environment of any process but a server's own", () => {
    expect(escapesInto("process")).toEqual([]);
    expect(campaign.rounds).toBeGreaterThan(200);
  });

  test("and who looked would have seen it", () => {
    const { sampler, secrets } = campaign;
    const seen = sampler.sightings.map(({ place, where }) => `${place} ${where}`);
    expect(seen).toEqual(
      expect.arrayContaining(["argument cmdline", "superuser environ", "caller environ", "host environ"]),
    );
    const { value = "" } = secrets["role"] ?? {};
    for (const before of ["", "a", "ab"]) {
      expect(secretsIn(Buffer.from(`${before}${value}`).toString("base64"))).toEqual(["role"]);
    }
    expect(secretsIn(JSON.stringify({ value }))).toEqual(["role"]);
    expect(secretsIn(encodeURIComponent(value))).toEqual(["role"]);
  });

  test("nor is anything of it left on a volume of the run's own", async () => {
    for (const scene of [campaign.open, campaign.locked]) {
      const { volumes } = await inventory(scene);
      expect(volumes.filter((name) => name.startsWith("dbshift-"))).toEqual([]);
    }
  });
});

const ofRole = (roles: RegExp): Description[] =>
  campaign.described.found.filter(({ role }) => roles.test(role));
const helpers = (): Description[] => campaign.described.found.filter(({ serves }) => !serves);

describe("what works for a run is boxed in", () => {
  test("every container that it made was looked at", () => {
    const { open, locked, described, sources } = campaign;
    const seen = [open, locked].flatMap(({ id }) => [...containersSeen(open.watch, id)]);
    const made = seen
      .filter(([id]) => !sources.has(id))
      .map(([id, { Actor }]) => [id, Actor.Attributes["name"]]);
    expect(described.missed).toEqual([]);
    const known = new Set(described.found.map(({ id }) => id));
    expect(made.filter(([id = ""]) => !known.has(id))).toEqual([]);
    expect([...new Set(described.found.map(({ role }) => role))].sort()).toEqual(roles);
  });

  test("without a network but the loopback of a server that has none either, and without the engine's socket", () => {
    const { described, open, locked } = campaign;
    const networkless = new Set(
      described.found.filter(({ box }) => box.HostConfig.NetworkMode === "none").map(({ id }) => id),
    );
    const sources = [open.shop.volume, locked.shop.volume];
    for (const { role, box } of helpers()) {
      const { NetworkMode: mode, Privileged, PidMode, Devices } = box.HostConfig;
      const [kind, server = ""] = mode.split(":");
      if (joining.test(role)) {
        expect([kind, networkless.has(server)], role).toEqual(["container", true]);
      } else expect(mode, role).toBe("none");
      expect([Privileged, PidMode, Devices ?? []], role).toEqual([false, "", []]);
      const writable = box.Mounts.filter(({ RW }) => RW);
      expect(
        writable.filter(({ Name = "" }) => sources.includes(Name)),
        role,
      ).toEqual([]);
      const bound = box.Mounts.filter(({ Type }) => Type === "bind").map(({ Source }) => Source);
      expect(
        bound.filter((source) => source !== campaign.backups),
        role,
      ).toEqual([]);
    }
    expect(ofRole(/^restore$/).filter(({ box }) => box.Mounts.some(({ RW }) => RW))).toEqual([]);
  });

  test("without a root to write to, where it is not the holder, which keeps a file there", () => {
    for (const { role, box } of helpers()) {
      expect(box.HostConfig.ReadonlyRootfs, role).toBe(role !== "holder");
    }
  });

  test("with no capability of root but where files of others are handled, and with no way to get more", () => {
    const allFiles = (1n << 0n) | (1n << 1n) | (1n << 3n);
    const roleOf = new Map(helpers().map(({ id, role }) => [id, role]));
    const seen = new Set<string>();
    for (const { container, command, capabilities, noNewPrivileges } of campaign.sampler.rights) {
      const role = roleOf.get(container);
      if (role === undefined) continue;
      seen.add(role);
      const lawful = handlesFiles.test(role) ? allFiles : 0n;
      expect(BigInt(`0x${capabilities}`) & ~lawful, `${role}: ${command}`).toBe(0n);
      expect(noNewPrivileges, `${role}: ${command}`).toBe(true);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["dump", "restore", "holder", "lease"]));
    for (const { role, box } of helpers()) {
      expect(box.HostConfig.CapDrop, role).toEqual(["ALL"]);
      expect(box.HostConfig.SecurityOpt, role).toContain("no-new-privileges");
      if (!handlesFiles.test(role)) expect(box.HostConfig.CapAdd ?? [], role).toEqual([]);
    }
  });
});

/** Those that talk to a server. */
const joining = /^(dump|restore|archive-proof-read)$/;

/** Those that read or write files of any owner. */
const handlesFiles = /^(backup|archive|archive-proof-files|unpack)$/;

const roles = [
  ...["archive", "archive-proof", "archive-proof-files", "archive-proof-read", "backup", "clients"],
  ...["control-data", "dump", "fenced-source", "hidden-target", "holder", "initialise", "inspect", "lease"],
  ...["loading-server", "open", "prepare-work", "restore", "restored", "target", "unpack"],
];
