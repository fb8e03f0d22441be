import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../../src/engines/postgres/facts.ts";
import { findingsOnFiles } from "../../../../src/engines/postgres/findings-on-files.ts";
import type { Container, Mount } from "../../../../src/ports/runtime.ts";
import { sampleContainer, sampleFacts } from "./sample.ts";

function findings(more: Partial<ServerFacts>, container: Partial<Container> = {}): readonly unknown[] {
  return findingsOnFiles({ ...sampleFacts, ...more }, { ...sampleContainer, ...container });
}

const set = (more: Partial<ServerFacts["settings"]>): Partial<ServerFacts> => ({
  settings: { ...sampleFacts.settings, ...more },
});

const mounted: Mount[] = [
  ...sampleContainer.mounts,
  {
    type: "bind",
    volume: undefined,
    anonymous: false,
    source: "/srv/shop/postgresql.conf",
    destination: "/etc/postgresql/postgresql.conf",
    subpath: undefined,
    readOnly: true,
  },
];
const configFile = "/etc/postgresql/postgresql.conf";

describe("files", () => {
  test("where the image puts them are fine, a slash at the end of PGDATA included", () => {
    expect(findings({})).toEqual([]);
    const environment = new Map([["PGDATA", `${sampleFacts.dataDirectory}/`]]);
    expect(findings({}, { environment })).toEqual([]);
  });

  test("are refused where the data is not in PGDATA", () => {
    const refused = [{ code: "PG-DATA-DIRECTORY", severity: "blocker" }];
    expect(findings({}, { environment: new Map([["PGDATA", "/data"]]) })).toMatchObject(refused);
    expect(findings({}, { environment: new Map() })).toMatchObject(refused);
  });

  test("are refused where the WAL is elsewhere", () => {
    const environment = new Map([...sampleContainer.environment, ["POSTGRES_INITDB_WALDIR", "/wal"]]);
    expect(findings({}, { environment })).toMatchObject([{ code: "PG-WAL-ELSEWHERE", severity: "blocker" }]);
  });

  test("are warned of where something lies among them that is not the server's", () => {
    expect(findings({ strangers: ["prices.csv"] })).toMatchObject([
      { code: "PG-STRANGERS", severity: "warning", detail: "prices.csv" },
    ]);
    expect(findings({ besideData: ["/data/backups"] })).toMatchObject([
      { code: "PG-BESIDE-DATA", severity: "warning", detail: "/data/backups" },
    ]);
  });

  test.each([
    [{ hbaFile: "/etc/pg_hba.conf" }, "PG-HBA-ELSEWHERE"],
    [{ hbaFile: "/var/lib/postgresql/data/other.conf" }, "PG-HBA-ELSEWHERE"],
    [{ identFile: "/etc/pg_ident.conf" }, "PG-IDENT-ELSEWHERE"],
    [{ accessIncludes: true }, "PG-ACCESS-INCLUDES"],
  ])("are refused with access rules like %j", (more, code) => {
    expect(findings(more)).toMatchObject([{ code, severity: "blocker" }]);
  });

  test("are fine with a configuration file on a mount of its own, which is said", () => {
    const alone = { ...set({ main: [], elsewhere: ["work_mem"] }), configFile };
    expect(findings(alone, { mounts: mounted })).toMatchObject([
      { code: "PG-CONFIG-MOUNTED", severity: "info" },
    ]);
  });

  test("are refused with a configuration file in the container itself, or of another name in the data directory", () => {
    const refused = [{ code: "PG-CONFIG-ELSEWHERE", severity: "blocker" }];
    expect(findings({ ...set({ main: [] }), configFile })).toMatchObject(refused);
    expect(findings({ configFile: "/var/lib/postgresql/data/mine.conf" })).toMatchObject(refused);
  });

  test("are refused with settings that neither the mount nor dbshift carries", () => {
    const refused = [{ code: "PG-SETTINGS-ELSEWHERE", severity: "blocker" }];
    expect(findings(set({ elsewhere: ["work_mem"] }))).toMatchObject(refused);
    expect(findings({ ...set({ main: ["work_mem"] }), configFile }, { mounts: mounted })).toMatchObject(
      refused,
    );
  });

  test("are refused with a line the server does not take", () => {
    const broken = [
      { file: "/data/postgresql.conf", line: 3, name: "no_such" },
      { file: "/data/postgresql.conf", line: 4, name: null },
    ];
    expect(findings(set({ broken }))).toMatchObject([
      { code: "PG-SETTINGS-BROKEN" },
      { code: "PG-SETTINGS-BROKEN" },
    ]);
  });

  test("are refused with certificates in the data directory", () => {
    expect(findings(set({ namingOwnFiles: ["ssl_key_file"] }))).toMatchObject([
      { code: "PG-FILES-IN-DATA", severity: "blocker" },
    ]);
  });

  test("with settings that wait for a restart are told of", () => {
    expect(findings(set({ pendingRestart: ["max_connections"] }))).toMatchObject([
      { code: "PG-PENDING-RESTART", severity: "info" },
    ]);
  });
});
