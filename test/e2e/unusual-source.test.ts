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
    CREATE ROLE clerk;
    CREATE DATABASE guarded;
    ALTER DATABASE guarded SET role = clerk;
    ALTER SYSTEM SET array_nulls = off;
    GRANT CREATE ON TABLESPACE pg_default TO clerk;
    ALTER TABLESPACE pg_default SET (random_page_cost = 1.1, seq_page_cost = 0.5);
    COMMENT ON TABLESPACE pg_default IS 'on the fast disk';
    COMMENT ON ROLE pg_monitor IS 'ours watch with it';
    GRANT TEMPORARY ON DATABASE template0 TO clerk;
    ALTER DATABASE template0 SET work_mem = '5MB';
    COMMENT ON DATABASE template0 IS 'hands off';
    ALTER SYSTEM SET idle_session_timeout = '400ms';`);
  await shop.sql("DROP SCHEMA public; DROP EXTENSION plpgsql;", "bare");
  await shop.sql(
    "SET role = none; CREATE TABLE lists (of text[]); INSERT INTO lists VALUES (ARRAY[NULL, 'NULL']);",
    "guarded",
  );
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

test("what every cluster has comes over as its users left it", async () => {
  const { shop } = scene;
  const tablespace = `SELECT spcoptions, has_tablespace_privilege('clerk', oid, 'CREATE'), shobj_description(oid, 'pg_tablespace')
    FROM pg_tablespace WHERE spcname = 'pg_default';`;
  expect(await shop.sql(tablespace)).toBe("{random_page_cost=1.1,seq_page_cost=0.5}|t|on the fast disk");
  const template = `SELECT has_database_privilege('clerk', oid, 'TEMPORARY'), setconfig, shobj_description(oid, 'pg_database')
    FROM pg_database JOIN pg_db_role_setting ON setdatabase = oid WHERE datname = 'template0';`;
  expect(await shop.sql(template)).toBe("t|{work_mem=5MB}|hands off");
  const role = "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = 'pg_monitor';";
  expect(await shop.sql(role)).toBe("ours watch with it");
});

test("a database whose sessions are another role's, and a NULL in an array where NULL is a word, come over", async () => {
  const lists = "SELECT of[1] IS NULL, of[2] IS NULL FROM lists;";
  expect(await scene.shop.sql(`SET role = none; ${lists}`, "guarded")).toBe("t|f");
  expect(await scene.shop.sql("SELECT current_user;", "guarded")).toBe("clerk");
});

test("access rules in the encoding of the cluster come over byte by byte", async () => {
  expect(await inData("sha256sum pg_hba.conf")).toBe(rules);
});
