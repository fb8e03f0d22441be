import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playbookPicture } from "../../scripts/record-picture.ts";
import { runCli } from "../support/run-cli.ts";

const shipped = fileURLToPath(new URL("../../playbooks/postgres-dump.yaml", import.meta.url));
let directory: string;
let cyclic: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-playbooks-"));
  cyclic = join(directory, "cyclic.yaml");
  const text = await readFile(shipped, "utf8");
  await writeFile(
    cyclic,
    text.replace("phase: cutover, after: [restart-off]", "phase: cutover, after: [fence]"),
  );
});

afterAll(() => rm(directory, { recursive: true }));

/** With no Docker engine to be reached: none of this needs one. */
const dbshift = (...args: readonly string[]) =>
  runCli(args, { stateHome: directory, env: { DOCKER_HOST: `unix://${directory}/none.sock` } });

test("lint is content with the playbook that is shipped", async () => {
  const { exitCode, stdout } = await dbshift("playbook", "lint", shipped);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\d+ steps, nothing wrong\.\n$/);
});

test("lint shows a cycle as a cycle, with its place, and ends with 2", async () => {
  const { exitCode, stdout, stderr } = await dbshift("playbook", "lint", cyclic);
  expect(exitCode, stderr).toBe(2);
  expect(stdout).toMatch(/cyclic\.yaml:\d+:\d+: The steps form a cycle: stop → fence → isolate → stop\./);
});

test("lint tells programs the same as JSON", async () => {
  const { exitCode, stdout } = await dbshift("playbook", "lint", cyclic, "--json");
  const result = JSON.parse(stdout) as { readonly problems: readonly object[] };
  expect(result).toMatchObject({ ok: false, file: cyclic, exit: 2 });
  expect(result.problems).toEqual([
    {
      line: expect.any(Number) as number,
      column: expect.any(Number) as number,
      text: expect.stringContaining(" → ") as string,
    },
  ]);
  expect(exitCode).toBe(2);
});

test("a file that is not there is said, and ends with 2", async () => {
  const { exitCode, stderr } = await dbshift("playbook", "lint", join(directory, "none.yaml"));
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/none\.yaml\s+cannot\s+be\s+read/);
});

test("graph prints the README's picture, and DOT for Graphviz", async () => {
  const mermaid = await dbshift("playbook", "graph", "postgres-dump", "--format", "mermaid");
  expect(mermaid).toMatchObject({ exitCode: 0, stdout: `${playbookPicture("postgres-dump")}\n` });
  const dot = await dbshift("playbook", "graph", "--playbook", shipped, "--format", "dot");
  expect(dot.exitCode).toBe(0);
  expect(dot.stdout).toMatch(/^digraph "postgres-dump" \{\n[^]*\n\}\n$/);
});

test("graph of a playbook with a cycle prints the cycle", async () => {
  const { exitCode, stderr } = await dbshift("playbook", "graph", "--playbook", cyclic);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("stop → fence → isolate → stop");
});

test("a run with a bad playbook of one's own is refused before Docker is asked, with all that is wrong", async () => {
  const { exitCode, stderr } = await dbshift("postgres", "15..16", "my-db", "--yes", "--playbook", cyclic);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/The playbook \S+\s+cannot be used/);
  expect(stderr).toMatch(/Line \d+: The steps form a cycle/);
});

test("--backup with a playbook that would keep no dump is refused before Docker is asked", async () => {
  const keepless = join(directory, "keepless.yaml");
  const text = await readFile(shipped, "utf8");
  await writeFile(
    keepless,
    text.replace(/ {2}- \{\s+id: backup,[^}]+\}\n/, "").replace(", keep, backup]", ", keep]"),
  );
  const lint = await dbshift("playbook", "lint", keepless);
  expect(lint.exitCode, lint.stderr).toBe(0);
  const words = ["postgres", "15..16", "my-db", "--yes", "--playbook", keepless, "--backup", directory];
  const { exitCode, stderr } = await dbshift(...words);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/no step that keeps the dump/);
});
