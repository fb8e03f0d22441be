import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/containers.ts";
import { createScene, type Scene } from "../support/environment.ts";

let scene: Scene;
let rules: string;

const inData = (command: string): Promise<string> =>
  docker(["exec", "--user", "postgres", scene.shop.container, "bash", "-c", `cd "$PGDATA" && ${command}`]);

beforeAll(async () => {
  scene = await createScene({
    name: "unusual",
    scale: 0,
    create: [
      ...["--env", "POSTGRES_INITDB_ARGS=--encoding=LATIN1 --locale=C --auth-host=scram-sha-256"],
      ...["--env", "PGPORT=5433"],
    ],
  });
  const { shop } = scene;
  await shop.sql(`
    CREATE TABLE orders (id int);
    INSERT INTO orders VALUES (1);
    CREATE MATERIALIZED VIEW nightly AS SELECT * FROM orders;
    INSERT INTO orders VALUES (2);
    CREATE DATABASE bare;
    ALTER SYSTEM SET idle_session_timeout = '400ms';`);
  await shop.sql("DROP SCHEMA public; DROP EXTENSION plpgsql;", "bare");
  // A comment in the encoding of the cluster, which is no UTF-8.
  await inData(String.raw`printf '# f\374r alle\n' >> pg_hba.conf`);
  await shop.sql("SELECT pg_reload_conf();");
  rules = await inData("sha256sum pg_hba.conf");
}, 180_000);

afterAll(async () => {
  await scene.remove();
});

test("another port, a stale materialized view, a dropped schema public and sessions that end soon come over", async () => {
  const { stderr } = await scene.succeed(scene.upgrade);
  expect(stderr).toContain("is on version 16");
  const { shop } = scene;
  expect(await shop.sql("SHOW port;")).toBe("5433");
  expect(await shop.sql("SELECT count(*) FROM orders;")).toBe("2");
  expect(await shop.sql("SELECT to_regnamespace('public') IS NULL;", "bare")).toBe("t");
  expect(await shop.sql("SELECT count(*) FROM pg_extension;", "bare")).toBe("0");
  expect(await shop.sql("SHOW idle_session_timeout;")).toBe("400ms");
});

test("access rules in the encoding of the cluster come over byte by byte", async () => {
  expect(await inData("sha256sum pg_hba.conf")).toBe(rules);
});
