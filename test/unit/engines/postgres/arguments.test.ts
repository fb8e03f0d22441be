import { describe, expect, test } from "vitest";
import { portOf, readServerArguments, serverArguments } from "../../../../src/engines/postgres/arguments.ts";
import type { Container } from "../../../../src/ports/runtime.ts";
import { sampleContainer, sampleImage } from "./sample.ts";

function given(more: Partial<Container>): Container {
  return { ...sampleContainer, ...more };
}

describe("settings on the command line", () => {
  test.each([
    ["-c name=value", ["-c", "work_mem=8MB"]],
    ["-cname=value", ["-cwork_mem=8MB"]],
    ["--name=value", ["--work_mem=8MB"]],
    ["a name with dashes", ["--work-mem=8MB"]],
    ["-c and a name with dashes", ["-c", "work-mem=8MB"]],
    ["a name in capitals", ["-c", "WORK_MEM=8MB"]],
    ["a short form", ["-S", "8MB"]],
  ])("are read from %s", (_, words) => {
    expect(readServerArguments(words)).toEqual({
      settings: [{ name: "work_mem", value: "8MB" }],
      dataDirectory: undefined,
      unknown: [],
    });
  });

  test("keep a value with everything in it", () => {
    const value = "a=b 'c' \"d\"\n--e=f";
    expect(readServerArguments(["-c", `my.thing=${value}`]).settings).toEqual([{ name: "my.thing", value }]);
  });

  test("keep the order in which they were given", () => {
    const { settings } = readServerArguments(["-c", "port=1", "-p", "2", "-i", "-l"]);
    expect(settings.map(({ name, value }) => `${name}=${value}`)).toEqual([
      "port=1",
      "port=2",
      "listen_addresses=*",
      "ssl=on",
    ]);
  });

  test.each([
    ["--single"],
    ["--describe-config"],
    ["-C", "work_mem"],
    ["-c"],
    ["-c", "work_mem"],
    ["--work_mem"],
    ["--"],
    ["postgres"],
    ["-Fi"],
    [""],
  ])("are not guessed from %j", (...words) => {
    expect(readServerArguments(words).unknown).not.toEqual([]);
  });

  test("a data directory is not taken for a setting", () => {
    expect(readServerArguments(["-D", "/data"])).toEqual({
      settings: [],
      dataDirectory: "/data",
      unknown: [],
    });
  });
});

describe("what a container starts", () => {
  test("is known where the image decides everything", () => {
    expect(serverArguments(sampleContainer, sampleImage)?.unknown).toEqual([]);
  });

  test.each([[["postgres", "-c", "fsync=off"]], [["-c", "fsync=off"]]])("is known from %j", (command) => {
    const found = serverArguments(given({ command }), sampleImage);
    expect(found?.settings).toEqual([{ name: "fsync", value: "off" }]);
  });

  test("is known where the user wrote the image's own entrypoint", () => {
    const own = given({ entrypoint: ["docker-entrypoint.sh"] });
    expect(serverArguments(own, sampleImage)).toBeDefined();
  });

  test.each<[string, Partial<Container>]>([
    ["a script in place of the command", { command: ["/start.sh"] }],
    ["a shell", { command: ["sh", "-c", "exec postgres"] }],
    ["a path to the server", { command: ["/usr/lib/postgresql/15/bin/postgres"] }],
    ["another entrypoint", { entrypoint: ["/my-entrypoint.sh"] }],
    ["an entrypoint of the same name elsewhere", { entrypoint: ["/mine/docker-entrypoint.sh"] }],
    ["an entrypoint with arguments", { entrypoint: ["docker-entrypoint.sh", "postgres"] }],
  ])("is not known with %s", (_, more) => {
    expect(serverArguments(given(more), sampleImage)).toBeUndefined();
  });

  test("is not known where the image starts by another program, or is gone", () => {
    const other = { ...sampleImage, entrypoint: ["/opt/bitnami/scripts/postgresql/entrypoint.sh"] };
    expect(serverArguments(sampleContainer, other)).toBeUndefined();
    expect(serverArguments(sampleContainer, undefined)).toBeUndefined();
  });
});

describe("the port", () => {
  test("is what the command line says, then PGPORT, then 5432", () => {
    const environment = new Map([["PGPORT", "5433"]]);
    expect(portOf(given({ command: ["postgres", "-p", "5434"], environment }))).toBe(5434);
    expect(portOf(given({ environment }))).toBe(5433);
    expect(portOf(sampleContainer)).toBe(5432);
  });

  test.each(["0", "65536", "x", "-1", "1e3"])("is 5432 where it is given as %j", (port) => {
    expect(portOf(given({ environment: new Map([["PGPORT", port]]) }))).toBe(5432);
  });
});
