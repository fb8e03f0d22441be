import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serviceUnitsNaming } from "../../../../src/runtime/docker/service-units.ts";

async function unitsNaming(
  container: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-units-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return serviceUnitsNaming(container, [directory, join(directory, "missing")]);
}

test.for([
  ["ExecStart=/usr/bin/docker start -a shop-db", true],
  ["ExecStop = docker stop 'shop-db'", true],
  ["ExecStartPre=-/usr/bin/docker rm -f \\\n  shop-db", true],
  ["ContainerName=shop-db", true],
  ["ExecStart=docker run --name=shop-db postgres", true],
  ["ExecStart=/usr/bin/docker start shop-db2", false],
  ["ExecStart=/usr/bin/docker start my-shop-db", false],
  ["ExecStart=/usr/bin/docker start shop-db.old", false],
  ["Description=the shop-db container", false],
  ["# ExecStart=docker start shop-db", false],
] as const)("a unit with the line %j names the container: %s", async ([line, names]) => {
  const units = await unitsNaming("shop-db", { "x.service": `[Service]\n${line}\n` });
  expect(units).toEqual(names ? ["x.service"] : []);
});

test("a drop-in counts for its unit, and a unit is named once", async () => {
  const start = "ExecStart=docker start db\n";
  const files = {
    "a.service": start,
    "a.service.d/10.conf": start,
    "b.service.d/x.conf": start,
    "c.timer": start,
  };
  expect(await unitsNaming("db", files)).toEqual(["a.service", "b.service"]);
});

test("a quadlet without a name of its own makes a container named after it", async () => {
  expect(await unitsNaming("systemd-db", { "db.container": "[Container]\nImage=postgres:16\n" })).toEqual([
    "db.container",
  ]);
  expect(await unitsNaming("systemd-db", { "db.container": "ContainerName=other\n" })).toEqual([]);
});

test("a name is text, not a pattern (I15)", async () => {
  const files = { "x.service": "ExecStart=docker start axb\n" };
  expect(await unitsNaming("a.b", files)).toEqual([]);
  expect(await unitsNaming("a(b", files)).toEqual([]);
});
