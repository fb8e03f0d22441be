import { describe, expect, test } from "vitest";
import { findingsOnDatabases } from "../../../../src/engines/postgres/findings-on-databases.ts";
import { sampleDatabase, sampleFacts } from "./sample.ts";

type Databases = typeof sampleFacts.databases;

function findings(databases: Databases): readonly { code: string; severity: string; remedy?: string }[] {
  return findingsOnDatabases({ ...sampleFacts, databases }, "shop-db");
}

const without = (name: string): Databases =>
  sampleFacts.databases.filter((database) => database.name !== name);

describe("the databases", () => {
  test("of a usual server are fine", () => {
    expect(findings(sampleFacts.databases)).toEqual([]);
  });

  test.each(["postgres", "template0", "template1"])("are refused where %s is missing", (name) => {
    const [found] = findings(without(name));
    expect(found).toMatchObject({ code: "PG-DATABASE-MISSING", severity: "blocker" });
    expect(found?.remedy).toContain(`create database "${name}"`);
  });

  test.each([
    { encoding: "LATIN1" },
    { collate: "C" },
    { ctype: "C" },
    { provider: "i", locale: "de" },
    { icuRules: "&a < b" },
  ])("are refused where postgres has another locale than template0: %j", (more) => {
    const found = findings([...without("postgres"), sampleDatabase("postgres", more)]);
    expect(found).toMatchObject([{ code: "PG-DATABASE-LOCALE", severity: "blocker" }]);
  });

  test("of users may have any locale", () => {
    expect(
      findings([...sampleFacts.databases, sampleDatabase("x", { collate: "C", encoding: "LATIN1" })]),
    ).toEqual([]);
  });

  test("are refused where template1 is closed", () => {
    const closed = sampleDatabase("template1", { allowsConnections: false });
    expect(findings([...without("template1"), closed])[0]).toMatchObject({ code: "PG-TEMPLATE1-CLOSED" });
  });

  test("are refused where one is half dropped, with the command that finishes it", () => {
    const [found] = findings([...sampleFacts.databases, sampleDatabase("ol'd", { connectionLimit: -2 })]);
    expect(found).toMatchObject({ code: "PG-INVALID-DATABASE", severity: "blocker" });
    expect(found?.remedy).toContain(`'drop database "ol'\\''d"'`);
  });

  test("are refused where a name has a line break", () => {
    expect(findings([...sampleFacts.databases, sampleDatabase("a\nb")])).toMatchObject([
      { code: "PG-DATABASE-NAME", severity: "blocker" },
    ]);
  });

  test("that accept no connections are told of, and carried", () => {
    const closed = sampleDatabase("archive", { allowsConnections: false });
    expect(findings([...sampleFacts.databases, closed])).toMatchObject([
      { code: "PG-CLOSED-DATABASE", severity: "info" },
    ]);
  });
});
