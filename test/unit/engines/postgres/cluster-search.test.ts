import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { clusterSearch } from "../../../../src/engines/postgres/cluster-search.ts";

async function cluster(at: string, version: string, written: Date): Promise<void> {
  for (const part of ["global", "pg_wal", "base/1"]) await mkdir(join(at, part), { recursive: true });
  for (const file of ["PG_VERSION", "base/1/PG_VERSION"]) await writeFile(join(at, file), `${version}\n`);
  await writeFile(join(at, "global/pg_control"), "x");
  await writeFile(join(at, "pg_wal/000000010000000000000001"), "x".repeat(100_000));
  await utimes(join(at, "global/pg_control"), new Date(0), new Date(0));
  await utimes(join(at, "pg_wal/000000010000000000000001"), written, written);
}

test("clusters are found in a volume's root and below it, with version, size and last write, and nothing else is", async () => {
  const root = await mkdtemp(join(tmpdir(), "dbshift-clusters-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const places = ["empty", "fifteen with\nodd name", "eighteen", "half"].map((name) => join(root, name));
  const [empty = "", fifteen = "", eighteen = "", half = ""] = places;
  await mkdir(empty);
  await cluster(fifteen, "15", new Date("2026-01-02T03:04:05Z"));
  await cluster(join(eighteen, "18/docker"), "18", new Date("2025-01-01T00:00:00Z"));
  await mkdir(half);
  await writeFile(join(half, "PG_VERSION"), "17\n");
  const { stdout } = await execa("sh", ["-c", clusterSearch.script, "search", ...places]);
  const found = clusterSearch.read(stdout);
  expect(found).toMatchObject([
    { place: 1, major: "15", lastWrite: "2026-01-02T03:04:05.000Z" },
    { place: 2, major: "18", lastWrite: "2025-01-01T00:00:00.000Z" },
  ]);
  expect(found[0]!.sizeBytes).toBeGreaterThanOrEqual(100_000);
});

test("what the search cannot have printed is not believed", () => {
  expect(clusterSearch.read("0 15 1 1 1\nx\n0 fifteen 1 1\n-1 15 1 1\n")).toEqual([]);
});
