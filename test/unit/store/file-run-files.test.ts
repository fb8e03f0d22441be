import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileRunFiles } from "../../../src/store/file-run-files.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

async function* linesOf(...lines: string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

test("a file is read back as it was written, and is its owner's alone (I11)", async () => {
  const directory = await temporaryDirectory();
  const files = fileRunFiles(directory);
  const { sha256 } = await files.write("some.ndjson", linesOf("first", "", "third \u2028 ü"));
  expect(await all(files.read("some.ndjson", sha256))).toEqual(["first", "", "third \u2028 ü"]);
  expect((await stat(join(directory, "some.ndjson"))).mode & 0o777).toBe(0o600);
});

test("a file whose writing fails half way leaves the one before as it is", async () => {
  const directory = await temporaryDirectory();
  const files = fileRunFiles(directory);
  const { sha256 } = await files.write("some.ndjson", linesOf("whole"));
  async function* broken(): AsyncGenerator<string> {
    yield await Promise.resolve("half");
    throw new Error("the server went away");
  }
  await expect(files.write("some.ndjson", broken())).rejects.toThrow("the server went away");
  expect(await all(files.read("some.ndjson", sha256))).toEqual(["whole"]);
});

test.each(["cut off", "changed", "gone"])("of a file that is %s not one line is given", async (damage) => {
  const directory = await temporaryDirectory();
  const files = fileRunFiles(directory);
  const { sha256 } = await files.write("some.ndjson", linesOf("first", "second"));
  const path = join(directory, "some.ndjson");
  const text = await readFile(path, "utf8");
  if (damage === "gone") await rm(path);
  else await writeFile(path, damage === "cut off" ? text.slice(0, 6) : text.replace("second", "secand"));
  const lines: string[] = [];
  const reading = async (): Promise<void> => {
    for await (const line of files.read("some.ndjson", sha256)) lines.push(line);
  };
  await expect(reading()).rejects.toThrow("cannot be used");
  expect(lines).toEqual([]);
});

test("a draft that a crash left is written over", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "some.ndjson.draft"), "a longer text than the one to come\n", {
    mode: 0o600,
  });
  const files = fileRunFiles(directory);
  const { sha256 } = await files.write("some.ndjson", linesOf("short"));
  expect(await all(files.read("some.ndjson", sha256))).toEqual(["short"]);
  expect(await readdir(directory)).toEqual(["some.ndjson"]);
});
