import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../../src/core/finding.ts";
import type { Plan } from "../../../src/core/plan.ts";
import { postgresEngine } from "../../../src/engines/postgres/engine.ts";
import { postgresFacts, type PostgresFacts } from "../../../src/engines/postgres/facts.ts";
import { checkImage } from "../../../src/engines/postgres/steps/check-image.ts";
import { checkSource } from "../../../src/engines/postgres/steps/check-source.ts";
import { checkSpace } from "../../../src/engines/postgres/steps/check-space.ts";
import type { WriteContext } from "../../../src/playbook/context.ts";
import type { Container, Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, testLabel } from "../../support/containers.ts";
import { imageFor } from "../../support/images.ts";
import { createShop, type Shop } from "../../support/shop.ts";

const id = "preflight";
const labels = { [testLabel]: id, "dbshift.run": id };
let runtime: Runtime;
let shop: Shop;
let container: Container;
let facts: PostgresFacts;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  shop = await createShop({ id, scale: 0, server: ["-c", "max_prepared_transactions=5"] });
  await shop.sql("CREATE EXTENSION pg_stat_statements; CREATE TABLE t (i int);");
  const found = await runtime.findContainer(shop.container);
  if (found === undefined) throw new Error("There is no such container.");
  container = found;
  facts = await look();
});

afterAll(async () => {
  await shop.remove();
});

async function look(): Promise<PostgresFacts> {
  const found = await postgresEngine().look(runtime, container);
  if (!("facts" in found)) throw new Error(JSON.stringify(found));
  return postgresFacts.parse(found.facts);
}

interface Changes {
  readonly image?: string;
  readonly facts?: PostgresFacts;
}

/** What a check step sees of a run from 15 to 16. */
function context({ image = imageFor("postgres:16"), facts: seen = facts }: Changes = {}): WriteContext {
  const source = {
    containerId: container.id,
    container: container.name,
    image: container.image,
    version: facts.version,
    sizeBytes: facts.sizeBytes,
  };
  const plan = {
    from: "15",
    to: "16",
    source,
    target: { image, major: "16" },
    facts: seen,
  } as unknown as Plan;
  return {
    runtime,
    plan,
    run: id,
    attempt: 1,
    signal: new AbortController().signal,
    // Nothing was pulled before: the image is looked up by its name.
    findOutputOf: () => undefined,
    labelsFor: (role: string) => ({ ...labels, "dbshift.role": role }),
  } as unknown as WriteContext;
}

async function blockers(findings: Promise<readonly Finding[]>): Promise<string[]> {
  return (await findings).filter(({ severity }) => severity === "blocker").map(({ code }) => code);
}

async function statusOfVolume(): Promise<string> {
  return docker([
    "exec",
    shop.container,
    "sh",
    "-c",
    "cd /var/lib/postgresql/data && ls -la . base && cat *.conf",
  ]);
}

describe("the source is checked", () => {
  test("and found fit, without a trace", async () => {
    const before = await statusOfVolume();
    expect(await blockers(checkSource.check(context()))).toEqual([]);
    expect(await statusOfVolume()).toBe(before);
  });

  test.each([
    [
      "a prepared transaction",
      "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'left';",
      "ROLLBACK PREPARED 'left';",
      "PG-PREPARED",
    ],
    [
      "a replication slot",
      "SELECT pg_create_physical_replication_slot('replica');",
      "SELECT pg_drop_replication_slot('replica');",
      "PG-SLOTS",
    ],
    [
      "a subscription",
      "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false);",
      "ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s;",
      "PG-SUBSCRIPTIONS",
    ],
    [
      "a closed template1",
      "ALTER DATABASE template1 ALLOW_CONNECTIONS false;",
      "ALTER DATABASE template1 ALLOW_CONNECTIONS true;",
      "PG-TEMPLATE1-CLOSED",
    ],
    [
      "a half-dropped database",
      "CREATE DATABASE gone; UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'gone';",
      "DROP DATABASE gone;",
      "PG-INVALID-DATABASE",
    ],
    [
      "a database without the locale of the server",
      "DROP DATABASE postgres; CREATE DATABASE postgres LC_COLLATE 'C' TEMPLATE template0;",
      "DROP DATABASE postgres; CREATE DATABASE postgres TEMPLATE template0;",
      "PG-DATABASE-LOCALE",
    ],
  ])("and refused with %s, also when it came after the plan", async (_, make, undo, code) => {
    await shop.sql(make);
    try {
      expect(await blockers(checkSource.check(context()))).toEqual([code]);
    } finally {
      await shop.sql(undo);
    }
  });

  test("and refused with a mapping that 16 reads for more roles than 15", async () => {
    const ident = "/var/lib/postgresql/data/pg_ident.conf";
    const change = (command: string): Promise<string> =>
      docker(["exec", "-u", "postgres", shop.container, "sh", "-c", command]);
    await change(`cp ${ident} /tmp/ident && echo 'ops root all' >> ${ident}`);
    try {
      expect(await blockers(checkSource.check(context()))).toEqual(["PG-ACCESS-PATTERNS"]);
    } finally {
      await change(`cat /tmp/ident > ${ident}`);
    }
  });

  test("and refused with a materialized view that reads foreign tables, through another view too", async () => {
    await shop.sql(`
      CREATE EXTENSION file_fdw;
      CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
      CREATE FOREIGN TABLE remote (i int) SERVER files OPTIONS (program 'echo 1');
      CREATE VIEW between AS SELECT i FROM remote;
      CREATE MATERIALIZED VIEW copied AS SELECT i FROM between;
      CREATE MATERIALIZED VIEW empty AS SELECT i FROM remote WITH NO DATA;
      CREATE MATERIALIZED VIEW own AS SELECT i FROM t;`);
    try {
      const seen = context({ facts: await look() });
      const found = await checkSource.check(seen);
      expect(found.filter(({ code }) => code === "PG-REMOTE-VIEW").map(({ summary }) => summary)).toEqual([
        expect.stringContaining("view public.copied in"),
      ]);
    } finally {
      await shop.sql("DROP EXTENSION file_fdw CASCADE; DROP MATERIALIZED VIEW own;");
    }
  });

  test("and refused with a tablespace", async () => {
    await docker(["exec", "-u", "postgres", shop.container, "mkdir", "/tmp/fast"]);
    await shop.sql("CREATE TABLESPACE fast LOCATION '/tmp/fast';");
    try {
      expect(await blockers(checkSource.check(context()))).toEqual(["PG-TABLESPACES"]);
    } finally {
      await shop.sql("DROP TABLESPACE fast;");
    }
  });

  test("and refused while something streams from it", async () => {
    const receive = ["pg_receivewal", "-h", "127.0.0.1", "-U", "postgres", "-D", "/tmp/wal", "--no-loop"];
    await docker(["exec", "-u", "postgres", shop.container, "mkdir", "-p", "/tmp/wal"]);
    await docker(["exec", "-d", "-u", "postgres", shop.container, ...receive]);
    await expect
      .poll(() => blockers(checkSource.check(context())), { timeout: 20_000 })
      .toEqual(["PG-SENDERS"]);
    await shop.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_replication;");
    await expect.poll(() => blockers(checkSource.check(context())), { timeout: 20_000 }).toEqual([]);
  });
});

describe("the free space is checked", () => {
  test("and found enough for a small database", async () => {
    expect(await checkSpace.check(context())).toMatchObject([{ code: "PG-SPACE", severity: "info" }]);
  });

  test("and refused for one that no disk holds twice", async () => {
    const ctx = context();
    const huge = { ...ctx.plan, source: { ...ctx.plan.source, sizeBytes: 2 ** 50 } };
    expect(await blockers(checkSpace.check({ ...ctx, plan: huge }))).toEqual(["PG-SPACE"]);
  });
});

describe("the target image is tried", () => {
  const tried = (changes: Changes): Promise<readonly Finding[]> => {
    if (checkImage.tries !== true) throw new Error("The step does not try.");
    return checkImage.check(context(changes));
  };

  test("and found fit, and leaves nothing behind", async () => {
    expect(await blockers(tried({}))).toEqual([]);
    const ours = Object.entries(labels).flatMap(([name, value]) => ["--filter", `label=${name}=${value}`]);
    expect(await docker(["ps", "-aq", ...ours, "--filter", "label=dbshift.role=inspect"])).toBe("");
  });

  test("and refused where the program in it is of another major than the pair says", async () => {
    expect(await blockers(tried({ image: imageFor("postgres:15") }))).toEqual(["PG-IMAGE-MAJOR"]);
  });

  test("and refused where it is not there", async () => {
    expect(await blockers(tried({ image: "dbshift-test/no-such-image:1" }))).toEqual(["PG-IMAGE-MISSING"]);
  });

  test("and refused where it lacks an extension, a library, a setting or a locale", async () => {
    const [shopContents, ...others] = [...facts.contents].reverse();
    if (shopContents === undefined) throw new Error("There are no databases.");
    const lacking: PostgresFacts = {
      ...facts,
      contents: [
        { ...shopContents, extensions: [{ name: "no_such", version: "1", schema: "public" }] },
        ...others,
      ],
      databases: facts.databases.map((database) => ({ ...database, collate: "tlh_KX.utf8" })),
      settings: {
        ...facts.settings,
        // The first is hidden from --describe-config and known; the second was removed in 16.
        main: [...facts.settings.main, "zero_damaged_pages", "vacuum_defer_cleanup_age"],
        preloadLibraries: ["no_such_library"],
      },
    };
    const found = await tried({ facts: lacking });
    expect(found.map(({ summary }) => summary.replace(/^The image \S+ /, ""))).toEqual([
      'lacks the extension "no_such"',
      'lacks the library "no_such_library"',
      'PostgreSQL 16 does not know the setting "vacuum_defer_cleanup_age"',
      'lacks the locale "tlh_KX.utf8"',
    ]);
  });
});
