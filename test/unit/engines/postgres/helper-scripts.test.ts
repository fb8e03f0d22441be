import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { globalsFilter, globalsLength } from "../../../../src/engines/postgres/globals-filter.ts";
import { dumpScript } from "../../../../src/engines/postgres/steps/dump.ts";
import { restoreScript } from "../../../../src/engines/postgres/steps/restore.ts";

let directory: string;
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), "dbshift-scripts-"))));
afterEach(() => rm(directory, { recursive: true }));

const end = "--\n-- PostgreSQL database cluster dump complete\n--\n\n";
const whole = `CREATE TABLE t ();\n${end}`;

/** What `df` says in the scripts' world. */
let free = 1_000_000;
let said = "";

/** Runs a helper's script with this client program in the place of PostgreSQL's; returns its exit code. */
async function run(program: string, body: string, script: string, words: readonly string[]): Promise<number> {
  await writeFile(join(directory, program), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  const df = `#!/bin/bash\necho Filesystem and so on\necho /dev/disk 9000000 1 ${String(free)} 9% /dbshift\n`;
  await writeFile(join(directory, "df"), df, { mode: 0o755 });
  const { exitCode = -1, stderr } = await execa("bash", ["-c", script, "helper", ...words], {
    env: { PATH: `${directory}:${process.env["PATH"] ?? ""}` },
    reject: false,
  });
  said = stderr;
  return exitCode;
}

const dumpWith = (body: string): Promise<number> =>
  run("pg_dumpall", body, dumpScript, [join(directory, "dump.sql")]);

async function restoreWith(body: string): Promise<number> {
  const file = join(directory, "dump.sql");
  await writeFile(file, whole);
  const digest = createHash("sha256").update(whole).digest("hex");
  return run("psql", body, restoreScript, [file, digest, String(whole.length), globalsFilter, globalsLength]);
}

test("what pg_dumpall ends with is what the dump ends with, however whole the file looks (I12)", async () => {
  const prints = `printf '%s' '${whole}'`;
  expect(await dumpWith(prints)).toBe(0);
  expect(await readFile(join(directory, "dump.sql"), "utf8")).toBe(whole);
  expect(await dumpWith(`${prints}; exit 1`)).not.toBe(0);
});

test("a dump that ends in the middle is none, whatever pg_dumpall says of it (I12)", async () => {
  expect(await dumpWith("printf 'CREATE TABLE t ();\\n'")).not.toBe(0);
});

test("what psql ends with is what the restore ends with, also where it has read everything (I12)", async () => {
  expect(await restoreWith("cat > /dev/null")).toBe(0);
  expect(await restoreWith("cat > /dev/null; exit 3")).not.toBe(0);
});

test("a restore stops at its first error: psql is told so (I13)", async () => {
  expect(await restoreWith(`[[ " $* " == *" --set ON_ERROR_STOP=1 "* ]] && cat > /dev/null`)).toBe(0);
});

test("where one fails for want of room it says so, whatever the tools say, and a part of a dump makes room (I12)", async () => {
  const fails = "echo 'could not write init file' >&2; exit 1";
  expect(await dumpWith(fails)).toBe(1);
  expect(said.trim()).toBe("could not write init file");
  free = 12;
  expect(await dumpWith(fails)).toBe(1);
  expect(said).toMatch(/^could not write init file\nNo space left on device: .* 12 KiB are free\.$/m);
  await expect(readFile(join(directory, "dump.sql"))).rejects.toThrow("ENOENT");
  expect(await restoreWith(fails)).toBe(1);
  expect(said).toMatch(/^No space left on device/m);
});
