import { describe, expect, test } from "vitest";
import {
  digestOfSettings,
  inDataDirectory,
  settingsToCarry,
  type FileSetting,
} from "../../../../src/engines/postgres/settings.ts";

const main = (name: string, value: string): FileSetting => ({ name, value, origin: "main" });
const auto = (name: string, value: string): FileSetting => ({ name, value, origin: "auto" });
const known = new Set(["work_mem", "TimeZone", "max_connections", "listen_addresses"]);

describe("settings to carry", () => {
  test("are those that the fresh target does not have already", () => {
    const source = [main("max_connections", "100"), main("work_mem", "8MB")];
    const fresh = [main("max_connections", "100")];
    expect(settingsToCarry(source, fresh, known)).toMatchObject({
      main: [main("work_mem", "8MB")],
      auto: [],
    });
  });

  test("go where they came from", () => {
    const { main: file, auto: system } = settingsToCarry(
      [main("max_connections", "50"), auto("work_mem", "1GB")],
      [],
      known,
    );
    expect(file.map(({ name }) => name)).toEqual(["max_connections"]);
    expect(system.map(({ name }) => name)).toEqual(["work_mem"]);
  });

  test("are unknown by name where the target has no such setting, and are not carried", () => {
    const carried = settingsToCarry([main("stats_temp_directory", "/x")], [], known);
    expect(carried).toMatchObject({ main: [], unknown: ["stats_temp_directory"] });
  });

  test("with a dot are any server's", () => {
    expect(settingsToCarry([main("shop.mode", "live")], [], known)).toMatchObject({
      main: [main("shop.mode", "live")],
      unknown: [],
    });
  });

  test("are the same in any case", () => {
    expect(settingsToCarry([main("timezone", "UTC")], [main("TimeZone", "UTC")], known)).toMatchObject({
      main: [],
      unknown: [],
      onlyInTarget: [],
    });
  });

  test("what only the target's own file says is named", () => {
    const fresh = [main("listen_addresses", "*")];
    expect(settingsToCarry([], fresh, known).onlyInTarget).toEqual(["listen_addresses"]);
  });
});

test("files outside the data directory are not carried, and ALTER SYSTEM's is told from the others", () => {
  const rows = [
    { file: "/data/postgresql.conf", name: "a", value: "1", inside: true },
    { file: "/data/postgresql.auto.conf", name: "b", value: "2", inside: true },
    { file: "/data/conf.d/extra.conf", name: "c", value: "3", inside: true },
    { file: "/etc/elsewhere.conf", name: "d", value: "4", inside: false },
  ];
  expect(inDataDirectory(rows)).toEqual([main("a", "1"), auto("b", "2"), main("c", "3")]);
});

test("the digest changes with a value, a place and a name, and not with the order", () => {
  const digest = digestOfSettings([main("a", "1"), main("b", "2")]);
  expect(digestOfSettings([main("b", "2"), main("a", "1")])).toBe(digest);
  expect(digestOfSettings([main("a", "1"), main("b", "3")])).not.toBe(digest);
  expect(digestOfSettings([main("a", "1"), auto("b", "2")])).not.toBe(digest);
  expect(digestOfSettings([main("a", "1"), main("c", "2")])).not.toBe(digest);
});
