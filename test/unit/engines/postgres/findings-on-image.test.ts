import { describe, expect, test } from "vitest";
import type { PostgresFacts } from "../../../../src/engines/postgres/facts.ts";
import {
  entrypointFindings,
  findingsOnImage,
  settingsToAsk,
} from "../../../../src/engines/postgres/findings-on-image.ts";
import type { ImageContents } from "../../../../src/engines/postgres/inspect-image.ts";
import { sampleContents, sampleDatabase, sampleFacts, sampleImage } from "./sample.ts";

const target = { image: "postgres:16", major: "16" };

function findings(contents: Partial<ImageContents>, facts: Partial<PostgresFacts> = {}): readonly unknown[] {
  return findingsOnImage({ ...sampleFacts, ...facts }, target, { ...sampleContents, ...contents });
}

const set = (more: Partial<PostgresFacts["settings"]>): Partial<PostgresFacts> => ({
  settings: { ...sampleFacts.settings, ...more },
});

const withDatabase = (more: Parameters<typeof sampleDatabase>[1]): Partial<PostgresFacts> => ({
  databases: [...sampleFacts.databases, sampleDatabase("x", more)],
});

describe("the target image", () => {
  test("that has everything is fine", () => {
    expect(findings({})).toEqual([]);
  });

  test("is refused where its server is of another major, whatever its tag says", () => {
    expect(findings({ postgres: "17" })).toMatchObject([{ code: "PG-IMAGE-MAJOR", severity: "blocker" }]);
  });

  test("is refused without a server", () => {
    expect(findings({ postgres: undefined })).toMatchObject([
      { code: "PG-IMAGE-NOT-POSTGRES", severity: "blocker" },
    ]);
  });

  test.each([{ missing: ["initdb"] }, { hasPostgresUser: false }])("is refused with %j", (contents) => {
    expect(findings(contents)).toMatchObject([{ code: "PG-IMAGE-LACKS", severity: "blocker" }]);
  });

  test("is refused without an extension in use; the databases that use it are named", () => {
    const extensions = [{ name: "postgis", version: "3.3", schema: "public" }];
    const contents = ["geo", "maps"].map((database) => ({
      database,
      extensions,
      tables: 0,
      publications: [],
      lacks: [],
      sqlPrivileges: false,
      remoteViews: [],
      onExtensions: [],
      unrestorable: [],
      libraries: [],
      largeObjects: 0,
    }));
    expect(findings({}, { contents })).toMatchObject([
      { code: "PG-EXTENSION-MISSING", severity: "blocker", detail: 'Used in "geo", "maps".' },
    ]);
  });

  test("is refused without a library to be preloaded", () => {
    const preload = set({ preloadLibraries: ["pg_cron", "$libdir/plpgsql"] });
    expect(findings({}, preload)).toMatchObject([{ code: "PG-LIBRARY-MISSING", severity: "blocker" }]);
  });

  test("is refused without a library that functions are in, and with one at a place of its own", () => {
    const using = (...libraries: string[]): Partial<PostgresFacts> => ({
      contents: sampleFacts.contents.map((contents) => ({ ...contents, libraries })),
    });
    expect(findings({}, using("$libdir/plpgsql", "plpgsql.so"))).toEqual([]);
    expect(findings({}, using("$libdir/ours", "/opt/plpgsql"))).toMatchObject([
      { code: "PG-LIBRARY-MISSING", summary: 'The image postgres:16 lacks the library "$libdir/ours"' },
      { code: "PG-LIBRARY-MISSING", detail: 'Functions in database "shop" are in it.' },
    ]);
  });

  test("is refused where it does not know a setting", () => {
    expect(findings({ unknownSettings: ["stats_temp_directory"] })).toMatchObject([
      { code: "PG-SETTING-UNKNOWN", severity: "blocker" },
    ]);
  });

  test.each([{ collate: "de_DE.utf8" }, { ctype: "de_DE.utf8" }])(
    "is refused without the locale of %j",
    (more) => {
      expect(findings({}, withDatabase(more))).toMatchObject([
        { code: "PG-LOCALE-MISSING", severity: "blocker" },
      ]);
    },
  );

  test("is refused without the locale of messages", () => {
    expect(findings({}, set({ locales: ["fr_FR.utf8"] }))).toMatchObject([{ code: "PG-LOCALE-MISSING" }]);
  });

  test("is refused where it cannot list its locales and one is needed", () => {
    expect(findings({ locales: undefined })).toMatchObject([{ code: "PG-LOCALE-MISSING" }]);
  });

  test("needs no locale of its own for C and POSIX, and takes other spellings for the same", () => {
    expect(findings({}, withDatabase({ collate: "C", ctype: "POSIX" }))).toEqual([]);
    expect(findings({}, withDatabase({ collate: "en_US.UTF-8", ctype: "C.UTF-8" }))).toEqual([]);
  });

  test("of musl takes any locale", () => {
    expect(findings({ libc: "musl", locales: undefined }, withDatabase({ collate: "de_DE.utf8" }))).toEqual(
      [],
    );
  });

  test("is refused without ICU where a database sorts by it", () => {
    expect(findings({ icu: false }, withDatabase({ provider: "i", locale: "de" }))).toMatchObject([
      { code: "PG-ICU-MISSING", severity: "blocker" },
    ]);
  });

  test("is refused where it starts another way than the official ones", () => {
    expect(entrypointFindings(target, sampleImage)).toEqual([]);
    expect(entrypointFindings(target, { ...sampleImage, entrypoint: ["/run.sh"] })).toMatchObject([
      { code: "PG-IMAGE-ENTRYPOINT", severity: "blocker" },
    ]);
  });
});

test("a target is asked about settings from files, command line and databases, and not about those of extensions", () => {
  const asked = settingsToAsk({
    ...sampleFacts,
    settings: {
      ...sampleFacts.settings,
      main: ["work_mem", "shop.mode"],
      auto: ["work_mem"],
      commandLine: ["fsync"],
      inDatabase: ["search_path", "pg_stat_statements.max"],
    },
  });
  expect(asked).toEqual(["fsync", "search_path", "work_mem"]);
});
