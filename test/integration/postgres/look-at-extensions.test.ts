import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../../src/core/finding.ts";
import { findingsOnContents } from "../../../src/engines/postgres/findings-on-contents.ts";
import { lookAtExtensions } from "../../../src/engines/postgres/look-at-extensions.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { removeTest } from "../../support/containers.ts";
import { installShelf } from "../../support/shelf.ts";
import { startServer } from "./compare-fixture/start-server.ts";

const id = "look-at-extensions";
let session: Session;

beforeAll(async () => {
  const { runtime } = await dockerRuntime();
  await removeTest(id);
  const container = await startServer(id, "postgres:15");
  await installShelf(container);
  session = await openSession(runtime, container, { role: "postgres", database: "postgres" });
});

afterAll(async () => {
  await session.end();
  await removeTest(id);
});

/** What is found where the extension was made, and then these statements were carried out, one by one. */
async function added(...statements: readonly string[]): Promise<readonly Finding[]> {
  await session.run(
    "create schema ext; create extension shelf schema ext; set search_path = ext, pg_catalog",
  );
  try {
    for (const statement of statements) await session.run(statement);
    await session.run("set search_path = pg_catalog");
    const onExtensions = await lookAtExtensions(session);
    return findingsOnContents([{ ...nothing, onExtensions }], { from: "15", to: "16" });
  } finally {
    await session.run(
      "drop publication if exists ext_changes; drop extension shelf cascade; drop schema ext cascade",
    );
  }
}

const nothing = {
  database: "postgres",
  extensions: [],
  tables: 0,
  publications: [],
  largeObjects: 0,
  lacks: [],
  sqlPrivileges: false,
  remoteViews: [],
  unrestorable: [],
  libraries: [],
};

const linesOf = ([finding]: readonly Finding[]): string[] => finding?.detail?.split("\n") ?? [];

describe("what was added to an extension, which no dump carries,", () => {
  test("is not what came with it, nor what a dump carries", async () => {
    const found = await added(
      "INSERT INTO book VALUES (2, 'mine', true)",
      "SELECT nextval('shelf_ids')",
      "GRANT SELECT ON book TO PUBLIC",
      "GRANT SELECT (text) ON note TO PUBLIC",
      "GRANT SELECT ON note TO PUBLIC",
      "GRANT EXECUTE ON FUNCTION brought() TO pg_monitor",
      "CREATE VIEW on_it AS SELECT id FROM note",
      "ANALYZE note",
      "VACUUM FREEZE note",
    );
    expect(found).toEqual([]);
  });

  test("is named where it is lost, and nothing is refused", async () => {
    const found = await added(
      "CREATE INDEX added ON book (title)",
      "ALTER TABLE note ADD CONSTRAINT short CHECK (length(text) < 99), ADD UNIQUE (text), ADD COLUMN more text",
      "CREATE TRIGGER extra BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION brought()",
      "CREATE RULE kept AS ON DELETE TO note DO INSTEAD NOTHING",
      "COMMENT ON COLUMN note.text IS 'said'",
      "COMMENT ON FUNCTION brought() IS 'known'",
      "ALTER FUNCTION brought() COST 77",
    );
    expect(found).toMatchObject([{ severity: "warning" }]);
    expect(linesOf(found)).toEqual([
      "column more of table ext.note",
      "comment on column text of table ext.note",
      "comment on function ext.brought()",
      "constraint note_text_key on table ext.note",
      "constraint short on table ext.note",
      "function ext.brought()",
      "index ext.added",
      "rule kept on table ext.note",
      "trigger extra on table ext.note",
    ]);
  });

  test("is refused where the run would fail on it behind the fence, or rows would be lost", async () => {
    const found = await added(
      "ALTER TABLE book ADD COLUMN more text, ENABLE ROW LEVEL SECURITY",
      "CREATE POLICY own ON book USING (own)",
      "CREATE STATISTICS related ON id, text FROM note",
      "CREATE PUBLICATION ext_changes FOR TABLE note",
      "INSERT INTO note VALUES (2, 'mine')",
      "INSERT INTO book (id, title, own) VALUES (3, 'mine, but kept out', false)",
    );
    expect(found).toMatchObject([{ severity: "blocker" }]);
    expect(linesOf(found)).toEqual([
      "column more of table ext.book",
      "policy own on table ext.book",
      "publication of table ext.note in publication ext_changes",
      "row security of table ext.book",
      "statistics object ext.related",
      "rows of table ext.book",
      "rows of table ext.note",
    ]);
  });

  test("is not refused where an update of the extension may have brought it", async () => {
    const found = await added(
      "ALTER EXTENSION shelf UPDATE TO '1.1'",
      "CREATE POLICY own ON note USING (true)",
    );
    expect(found).toMatchObject([{ severity: "warning", detail: "policy own on table ext.note" }]);
  });
});
