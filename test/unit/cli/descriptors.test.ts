import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processDescriptors, removeIfJustMade, type OpenFile } from "../../../src/cli/descriptors.ts";

let directory: string;
let descriptor: number;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-arrow-"));
  path = join(directory, "16");
  descriptor = openSync(path, "w");
});

afterEach(async () => {
  closeSync(descriptor);
  await rm(directory, { recursive: true });
});

const opened = (): OpenFile => processDescriptors.regularFile(descriptor)!;
const now = (): Date => new Date();

test("the file behind a descriptor is found by name", () => {
  expect(opened().path).toBe(path);
});

test("what is no regular file is nothing", () => {
  const device = openSync("/dev/null", "w");
  expect(processDescriptors.regularFile(device)).toBeUndefined();
  closeSync(device);
  expect(processDescriptors.regularFile(9999)).toBeUndefined();
});

test("an empty file that the shell has just made is removed", () => {
  expect(removeIfJustMade(opened(), now())).toBe(true);
  expect(existsSync(path)).toBe(false);
});

test("I10: a file that was there before is left, however short before, and empty as it was", () => {
  closeSync(descriptor);
  descriptor = openSync(path, "w");
  // The clock of the file system moves in steps; an emptied file is younger than the file by one at least.
  utimesSync(path, now(), new Date(Date.now() + 5));
  expect(removeIfJustMade(opened(), now())).toBe(false);
  expect(existsSync(path)).toBe(true);
});

test("I10: nothing is removed that could be anything else", () => {
  const file = opened();
  const later = new Date(Date.now() + 60_000);
  expect(removeIfJustMade(file, later), "it was there long before this process").toBe(false);

  linkSync(path, join(directory, "another-name"));
  expect(removeIfJustMade(file, now()), "it has another name").toBe(false);
  unlinkSync(join(directory, "another-name"));

  writeFileSync(path, "data");
  expect(removeIfJustMade(file, now()), "it holds something").toBe(false);

  renameSync(path, join(directory, "moved"));
  writeFileSync(path, "");
  expect(removeIfJustMade(file, now()), "another file has taken its name").toBe(false);

  unlinkSync(path);
  symlinkSync(join(directory, "moved"), path);
  expect(removeIfJustMade(file, now()), "a link has taken its name").toBe(false);

  unlinkSync(path);
  expect(removeIfJustMade(file, now()), "it is gone").toBe(false);
  expect(existsSync(join(directory, "moved"))).toBe(true);
});
