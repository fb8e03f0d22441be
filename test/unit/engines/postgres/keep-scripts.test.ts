import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keepScript, manifestScript } from "../../../../src/engines/postgres/keep-scripts.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-keep-"));
  await mkdir(join(directory, "elsewhere"));
  await chmod(directory, 0o700);
});
afterEach(() => rm(directory, { recursive: true }));

const at = (name: string): string => join(directory, name);
const scripts = {
  "a copy": () => execa("bash", ["-c", keepScript, "keep", at("copy"), "echo kept"], { reject: false }),
  "what a copy is": () =>
    execa("bash", ["-c", manifestScript, "manifest", at("copy"), "kept"], { reject: false }),
};

describe.each(Object.entries(scripts))("%s", (_, keep) => {
  test("is kept under its name", async () => {
    expect(await keep()).toMatchObject({ exitCode: 0 });
    expect((await readdir(directory)).sort()).toEqual(["copy", "elsewhere"]);
  });

  test("is not said to be kept where its name leads to another directory", async () => {
    await symlink(at("elsewhere"), at("copy"));
    expect((await keep()).exitCode).not.toBe(0);
    expect(await readdir(at("elsewhere"))).toEqual([]);
  });

  test("is never written through a link to somebody's file", async () => {
    await writeFile(at("elsewhere/theirs"), "theirs");
    await symlink(at("elsewhere/theirs"), at("copy.partial"));
    await symlink(at("elsewhere/theirs"), at("copy"));
    await keep();
    expect(await readFile(at("elsewhere/theirs"), "utf8")).toBe("theirs");
  });
});
