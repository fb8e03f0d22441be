import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awaitServer } from "../support/await-server.ts";
import { docker, freePort, testLabel } from "../support/containers.ts";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { unfolded } from "../support/run-cli.ts";

const dataDirectory = "/var/lib/postgresql/data";
const source = imageFor("postgres:15");

let scene: Scene;
let label: readonly string[];

beforeAll(async () => {
  scene = await createScene({ name: "refusals", scale: 0, server: ["-c", "max_prepared_transactions=5"] });
  label = ["--label", `${testLabel}=${scene.id}`];
});

afterAll(async () => {
  await scene.remove();
});

/** Asks for an upgrade, agreed to beforehand, that has to be refused for exactly these reasons and to change nothing. */
async function expectRefused(words: readonly string[], codes: readonly string[]): Promise<string> {
  const before = await inspectAll(scene);
  const { exitCode, stdout, stderr } = await scene.run(words);
  const { ok, findings } = JSON.parse(stdout) as {
    readonly ok: boolean;
    readonly findings: readonly { readonly code: string; readonly severity: string }[];
  };
  const blockers = findings.filter(({ severity }) => severity === "blocker").map(({ code }) => code);
  expect([...new Set(blockers)].sort()).toEqual([...codes].sort());
  for (const code of codes) expect(stderr).toContain(`✗ ${code}`);
  expect({ ok, exitCode }).toEqual({ ok: false, exitCode: 3 });
  expect(stderr).toMatch(/nothing was changed|serves from the source, version 15/i);
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(await inspectAll(scene)).toEqual(before);
  return unfolded(stderr);
}

function upgradeOf(name: string, pair = "15..16", ...more: readonly string[]): string[] {
  return ["postgres", pair, name, "--yes", "--json", ...label, ...more];
}

/** Something that stands in the way of an upgrade for as long as it is there. */
interface Obstacle {
  readonly put: () => Promise<unknown>;
  readonly clear: () => Promise<unknown>;
  /** Said in the command. */
  readonly words?: readonly string[];
}

const sql = (put: string, clear: string): Obstacle => ({
  put: () => scene.shop.sql(put),
  clear: () => scene.shop.sql(clear),
});

const inContainer = (script: string): Promise<string> =>
  docker(["exec", scene.shop.container, "bash", "-c", script]);

function container(name: string, ...options: readonly string[]): Obstacle {
  const own = ["--name", name, ...label, "--tmpfs", dataDirectory];
  return {
    put: () => docker(["create", ...own, ...options, source]),
    clear: () => docker(["rm", name]),
  };
}

function volume(name: string): Obstacle {
  return {
    put: () => docker(["volume", "create", ...label, name]),
    clear: () => docker(["volume", "rm", name]),
  };
}

function wrongImage(): Obstacle {
  const image = `dbshift-fixtures/postgres:16-${scene.id}`;
  return {
    put: () => docker(["tag", source, image]),
    clear: () => docker(["rmi", image]),
    words: ["--to-image", image],
  };
}

/** An extension that only this container has, as one somebody built into it. */
function homemadeExtension(): Obstacle {
  return {
    put: async () => {
      const directory = await scene.shop.sql("SELECT setting FROM pg_config() WHERE name = 'SHAREDIR';");
      const file = `${directory}/extension/homemade`;
      await inContainer(`echo "default_version = '1.0'" >${file}.control && touch ${file}--1.0.sql`);
      await scene.shop.sql("CREATE EXTENSION homemade;");
    },
    clear: () => scene.shop.sql("DROP EXTENSION homemade;"),
  };
}

function tablespace(): Obstacle {
  return {
    put: async () => {
      await inContainer("install -d -o postgres /srv/elsewhere");
      await scene.shop.sql("CREATE TABLESPACE elsewhere LOCATION '/srv/elsewhere';");
    },
    clear: () => scene.shop.sql("DROP TABLESPACE elsewhere;"),
  };
}

function systemdUnit(): Obstacle {
  const file = `/etc/systemd/system/dbshift-test-${scene.id}.service`;
  const text = `[Service]\nExecStart=/usr/bin/docker start --attach ${scene.shop.container}\n`;
  return { put: () => writeFile(file, text), clear: () => rm(file) };
}

/** Started again it follows a primary that is not there. */
function standby(): Obstacle {
  const restart = async (script: string): Promise<void> => {
    await inContainer(script);
    await docker(["restart", scene.shop.container]);
    await scene.shop.awaitServing();
  };
  return {
    put: () => restart(`touch ${dataDirectory}/standby.signal`),
    clear: () => restart(`rm ${dataDirectory}/standby.signal`),
  };
}

const prepared = (): Obstacle =>
  sql("BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'left';", "ROLLBACK PREPARED 'left';");
// 16 does not have it any more.
const oldSetting = (): Obstacle =>
  sql("ALTER SYSTEM SET vacuum_defer_cleanup_age = 5;", "ALTER SYSTEM RESET vacuum_defer_cleanup_age;");
const slot = (): Obstacle =>
  sql("SELECT pg_create_physical_replication_slot('s');", "SELECT pg_drop_replication_slot('s');");

const obstacles: readonly [what: string, code: string, obstacle: () => Obstacle][] = [
  ["prepared transactions", "PG-PREPARED", prepared],
  ["a replication slot", "PG-SLOTS", slot],
  ["a tablespace", "PG-TABLESPACES", tablespace],
  ["a taken volume name", "VOLUME-TAKEN", () => volume(`${scene.shop.volume}-pg16`)],
  ["a taken container name", "NAME-TAKEN", () => container(`${scene.shop.container}.pre16`)],
  [
    "another container on the volume",
    "VOLUME-SHARED",
    () => container(`${scene.id}-sharer`, "--volume", `${scene.shop.volume}:/mnt`),
  ],
  [
    "another container in its network",
    "NETWORK-SHARED",
    () => container(`${scene.id}-sidecar`, "--network", `container:${scene.shop.container}`),
  ],
  ["a systemd unit that names it", "OWNED-BY-SYSTEMD", systemdUnit],
  ["a target image of another version than its tag says", "PG-IMAGE-MAJOR", wrongImage],
  ["an extension the target lacks", "PG-EXTENSION-MISSING", homemadeExtension],
  ["a setting the target does not know", "PG-SETTING-UNKNOWN", oldSetting],
  ["a standby", "PG-STANDBY", standby],
];

test.each(obstacles)("%s is refused as %s, with 3, and nothing is changed (I14)", async (_what, code, of) => {
  const { put, clear, words = [] } = of();
  await put();
  try {
    await expectRefused(upgradeOf(scene.shop.container, "15..16", ...words), [code]);
  } finally {
    await clear();
  }
});

test.each([
  ["the source being of another version", "14..16", "PG-OTHER-VERSION"],
  ["a downgrade", "15..14", "PG-DOWNGRADE"],
  ["the same version", "15..15", "PG-SAME-MAJOR"],
])("%s is refused with 3, and nothing is changed (I14)", async (_what, pair, code) => {
  await expectRefused(upgradeOf(scene.shop.container, pair), [code]);
});

test("a target image that is nowhere is refused with 3, and nothing is changed (I14)", async () => {
  const before = await inspectAll(scene);
  const image = "localhost:1/nobody/postgres:16";
  const words = upgradeOf(scene.shop.container, "15..16", "--to-image", image);
  const { exitCode, stdout, stderr } = await scene.run(words);
  expect(stderr).toContain(image);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, exit: 3 });
  expect(exitCode).toBe(3);
  expect(await inspectAll(scene)).toEqual(before);
});

test("a container that is not there is refused with 3", async () => {
  await expectRefused(upgradeOf(`${scene.id}-nobody`), ["NO-CONTAINER"]);
});

test("a container of something else than PostgreSQL is refused with 3", async () => {
  const image = `dbshift-fixtures/${scene.id}:empty`;
  const name = `${scene.id}-other`;
  await docker(["import", "-", image], { input: "\0".repeat(1024) });
  try {
    await docker(["create", "--name", name, ...label, image, "nothing"]);
    await expectRefused(upgradeOf(name), ["OTHER-ENGINE"]);
    await docker(["rm", name]);
  } finally {
    await docker(["rmi", "--force", image]);
  }
});

describe("containers of other shapes", () => {
  /** Runs a server of the source's version and waits for it; the container's name. */
  async function runServer(name: string, options: readonly string[], port = 5432): Promise<string> {
    const full = `${scene.id}-${name}`;
    const open = ["--env", "POSTGRES_HOST_AUTH_METHOD=trust"];
    const command = ["postgres", "-c", `port=${String(port)}`];
    await docker(["run", "--detach", "--name", full, ...label, ...open, ...options, source, ...command]);
    await awaitServer(full, { user: "postgres", port });
    return full;
  }

  test("data on a directory of the host, and on a volume without a name, are refused with 3 (I14)", async () => {
    const directory = await mkdtemp(join(tmpdir(), "dbshift-bind-"));
    try {
      const bound = await runServer("bound", ["--volume", `${directory}:${dataDirectory}`]);
      await expectRefused(upgradeOf(bound), ["DATA-NOT-ON-VOLUME"]);
      await docker(["rm", "--force", bound]);
    } finally {
      await rm(directory, { recursive: true });
    }
    const nameless = await runServer("nameless", []);
    await expectRefused(upgradeOf(nameless), ["DATA-NOT-ON-VOLUME"]);
    await docker(["rm", "--force", "--volumes", nameless]);
  });

  test("everything that stands in the way is said at once: --rm, host network, owners, kind of volume, space (I14)", async () => {
    const small = `${scene.id}-small`;
    const kind = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=200m"];
    await docker(["volume", "create", ...label, ...kind, small]);
    const owners = ["com.docker.swarm.service.name", "io.kubernetes.pod.name", "com.docker.compose.project"];
    const name = await runServer(
      "hopeless",
      [
        ...["--rm", "--network", "host", "--volume", `${small}:${dataDirectory}`],
        ...owners.flatMap((owner) => ["--label", `${owner}=somebody`]),
      ],
      await freePort(),
    );
    const codes = ["AUTO-REMOVE", "NETWORK-MODE", "OWNED-BY-OTHER", "PG-SPACE", "VOLUME-KIND"];
    const said = await expectRefused(upgradeOf(name), codes);
    for (const owner of ["Docker Swarm", "Kubernetes", "Docker Compose"]) {
      expect(said).toContain(`belongs to ${owner}`);
    }
    await docker(["rm", "--force", name]);
  });

  test("a container of the image that runs something else, and one that is stopped, are refused with 3", async () => {
    const name = `${scene.id}-idle`;
    const options = ["--tmpfs", dataDirectory, "--entrypoint", "sleep"];
    await docker(["run", "--detach", "--name", name, ...label, ...options, source, "infinity"]);
    await expectRefused(upgradeOf(name), ["PG-UNREACHABLE"]);
    await docker(["kill", name]);
    await expectRefused(upgradeOf(name), ["NOT-RUNNING"]);
    await docker(["rm", name]);
  });
});

test("without a terminal and without --yes nothing is done, and it ends with 2", async () => {
  const before = await inspectAll(scene);
  const { exitCode, stderr } = await scene.run(["postgres", "15..16", scene.shop.container]);
  expect(stderr).toContain("--yes");
  expect(exitCode).toBe(2);
  expect(await inspectAll(scene)).toEqual(before);
});

test.each(["unix:///nonexistent/docker.sock", "tcp://127.0.0.1:1"])(
  "where Docker does not answer at %s it ends with 69 and without a stack trace",
  async (host) => {
    const { exitCode, stdout, stderr } = await scene.run(scene.upgrade, { env: { DOCKER_HOST: host } });
    expect(stderr).toContain(host);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, exit: 69 });
    expect(exitCode).toBe(69);
  },
);
