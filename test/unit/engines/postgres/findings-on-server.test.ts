import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../../src/engines/postgres/facts.ts";
import { findingsOnServer } from "../../../../src/engines/postgres/findings-on-server.ts";
import { sampleFacts } from "./sample.ts";

function findings(
  more: Partial<ServerFacts>,
): readonly { code: string; severity: string; remedy?: string }[] {
  return findingsOnServer({ ...sampleFacts, ...more }, "shop-db");
}

const replicating = (more: Partial<ServerFacts["replication"]>): Partial<ServerFacts> => ({
  replication: { ...sampleFacts.replication, ...more },
});

describe("a server", () => {
  test("that only serves is fine", () => {
    expect(findings({})).toEqual([]);
  });

  test("that is a standby is refused, and nothing else is said of it", () => {
    expect(findings({ ...replicating({ inRecovery: true }), archiveMode: "always" })).toMatchObject([
      { code: "PG-STANDBY", severity: "blocker" },
    ]);
  });

  test("with prepared transactions is refused, with the statement that ends one", () => {
    const preparedTransactions = [{ gid: "it's", database: "host=x port=1" }];
    const [found] = findings({ preparedTransactions });
    expect(found).toMatchObject({ code: "PG-PREPARED", severity: "blocker" });
    // Quoted for SQL, for libpq and for the shell.
    expect(found?.remedy).toContain(
      `-d 'dbname='\\''host=x port=1'\\''' -c 'commit prepared '\\''it'\\'''\\''s'\\'''`,
    );
  });

  test("with tablespaces is refused, with the statements that empty them", () => {
    const [found] = findings({ tablespaces: [{ name: 'fast"er', location: "/mnt/ssd" }] });
    expect(found).toMatchObject({ code: "PG-TABLESPACES", severity: "blocker" });
    expect(found?.remedy).toContain('drop tablespace "fast""er"');
  });

  test("with replicas connected is refused", () => {
    expect(
      findings(replicating({ senders: [{ application: "walreceiver", state: "streaming" }] })),
    ).toMatchObject([{ code: "PG-SENDERS", severity: "blocker" }]);
  });

  test("with replication slots is refused, with the command that drops each", () => {
    const slots = [
      { name: "a", type: "physical", active: false },
      { name: "b", type: "logical", active: true },
    ];
    const [found] = findings(replicating({ slots }));
    expect(found).toMatchObject({ code: "PG-SLOTS", severity: "blocker" });
    expect(found?.remedy?.match(/pg_drop_replication_slot/g)).toHaveLength(2);
  });

  test("with replication origins is refused, by their names", () => {
    expect(findings(replicating({ origins: ["the old shop"] }))).toMatchObject([
      { code: "PG-ORIGINS", severity: "blocker", detail: "the old shop" },
    ]);
  });

  test("with subscriptions is refused", () => {
    expect(findings(replicating({ subscriptions: [{ name: "s", database: "shop" }] }))).toMatchObject([
      { code: "PG-SUBSCRIPTIONS", severity: "blocker" },
    ]);
  });

  test.each([
    { name: "admin", canLogin: false, isSuperuser: true },
    { name: "admin", canLogin: true, isSuperuser: false },
  ])("whose bootstrap role is %j is refused", (bootstrapRole) => {
    const [found] = findings({ bootstrapRole });
    expect(found).toMatchObject({ code: "PG-BOOTSTRAP-ROLE", severity: "blocker" });
    expect(found?.remedy).toContain(`'alter role "admin" login superuser'`);
  });

  test("with a role that no dump can name is refused", () => {
    expect(findings({ undumpableRoles: ["a\nb"] })).toMatchObject([
      { code: "PG-ROLE-NAME", severity: "blocker" },
    ]);
  });

  test("with md5 passwords is told so, and goes on", () => {
    expect(findings({ md5Roles: ["legacy"] })).toMatchObject([{ code: "PG-MD5", severity: "info" }]);
  });

  test("that archives its WAL is told to take a new base backup", () => {
    const [found] = findings({ archiveMode: "on" });
    expect(found).toMatchObject({ code: "PG-ARCHIVE", severity: "info" });
    expect(found?.remedy).toContain("base backup");
  });
});
