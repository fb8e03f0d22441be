import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, type CliResult } from "../support/run-cli.ts";

const program = fileURLToPath(new URL("../../bin/dbshift.js", import.meta.url));

let stateHome: string;

beforeAll(async () => {
  stateHome = await mkdtemp(join(tmpdir(), "dbshift-cli-"));
});

afterAll(async () => {
  await rm(stateHome, { recursive: true });
});

/** Without an engine: what is tested here has to be decided before one is asked for. */
function dbshift(...args: readonly string[]): Promise<CliResult> {
  return runCli(args, { stateHome, env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" } });
}

const wrong: readonly [line: string, says: string][] = [
  ["statsu", "Did you mean status?"],
  ["postgers 15..16 demo-db", "Did you mean postgres?"],
  ["mysql 5..8 demo-db", "The databases it knows are: postgres, redis."],
  ["postgres 15..16 demo-db --yess", "Did you mean --yes?"],
  ["plan postgres 15..16 demo-db --dry-run", "Unknown option '--dry-run'"],
  ["plan mysql 5..8", 'does not know a database called "mysql"'],
  ["plan", "Missing required argument 'engine'"],
  ["postgres", "The pair of versions is missing"],
  ["postgres 15-16 demo-db", '"15-16" is not a pair of versions'],
  ["postgres 15..16 one two", '"two" is one word too many'],
  ["postgres 15..16 demo-db --label nonsense --yes", '"nonsense" is not a label'],
  ["postgres 15..16 demo-db --yes --strategy teleport", "There is no playbook called"],
  ["postgres 15..16 demo-db --yes --playbook /nonexistent.yaml", "cannot be read"],
  ["status nonsense", 'There is no run "nonsense"'],
  ["status ../../etc", "There is no run"],
  ["resume", "There is no run to resume"],
  ["rollback --yes", "There is no run to rollback"],
  ["retire --yes", "There is no run to retire"],
  ["playbook show nonsense", "dbshift comes with: postgres-dump"],
  ["playbook shwo", "Did you mean show?"],
];

describe("wrong usage ends with 2, says what is wrong, and leaves no stack trace", () => {
  test.each(wrong)("%s", async (line, says) => {
    const { exitCode, stdout, stderr } = await dbshift(...line.split(" "));
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
  });
});

describe("consent", () => {
  test.each(["postgres 15..16 demo-db", "rollback", "retire"])(
    "%s without a terminal and without --yes changes nothing and ends with 2",
    async (line) => {
      const { exitCode, stderr } = await dbshift(...line.split(" "));
      expect(exitCode).toBe(2);
      expect(stderr).toContain("--yes");
      expect(stderr).toContain("Nothing was changed");
    },
  );
});

describe("results and messages", () => {
  test("--version and --help are results", async () => {
    expect(await dbshift("--version")).toMatchObject({ exitCode: 0, stdout: "dbshift 0.1.0\n", stderr: "" });
    const help = await dbshift("--help");
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("dbshift postgres 15..16 my-database");
  });

  test("without a command the help is a message, and nothing was done", async () => {
    const { exitCode, stdout, stderr } = await dbshift();
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: dbshift");
  });

  test("an engine that does not answer ends with 69", async () => {
    const { exitCode, stderr } = await dbshift("plan", "postgres", "15..16", "demo-db");
    expect(exitCode).toBe(69);
    expect(stderr).toContain("/nonexistent/docker.sock");
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  });

  test("with --json an error is one object on stdout", async () => {
    const { exitCode, stdout } = await dbshift("plan", "postgres", "15..16", "demo-db", "--json");
    expect(exitCode).toBe(69);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, exit: 69 });
  });

  test("I1: status and runs answer with the engine down", async () => {
    expect(await dbshift("status")).toMatchObject({ exitCode: 0, stdout: "No runs yet.\n" });
    expect(await dbshift("runs")).toMatchObject({ exitCode: 0, stdout: "No runs yet.\n" });
    expect(JSON.parse((await dbshift("runs", "--json")).stdout)).toEqual({ ok: true, runs: [], exit: 0 });
  });

  test("the playbook is a picture of at most 80 columns with its pivot and its way back", async () => {
    const { exitCode, stdout } = await dbshift("playbook", "show");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("clients write to the target: nothing goes back by itself");
    expect(stdout).toContain('The way back after the pivot, by "dbshift rollback"');
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("a reader that went away is no failure", async () => {
    const line = `set -o pipefail; "$1" "$2" playbook show | head -c 1`;
    const said = await execa("bash", ["-c", line, "bash", process.execPath, program], { reject: false });
    expect(said).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

test("a playbook that would break an invariant is refused with every reason, before anything is looked at", async () => {
  const file = join(stateHome, "bad.yaml");
  await writeFile(
    file,
    [
      "apiVersion: dbshift/v1",
      ...["name: bad", "engine: postgres", "strategy: bad", "title: Bad", "steps:"],
      "  - { id: volume, use: docker/create-volume, phase: preflight }",
      "  - { id: volume2, use: docker/make-coffee, phase: preflight }",
    ].join("\n"),
  );
  const { exitCode, stderr } = await dbshift("postgres", "15..16", "demo-db", "--yes", "--playbook", file);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"docker/make-coffee", which dbshift does not have');
});

describe("help", () => {
  /** Every command there is, found by reading the help. */
  async function commandsBelow(words: readonly string[]): Promise<string[][]> {
    const { stdout } = await dbshift(...words, "--help");
    const [, list = ""] = /\nCommands:\n([^]*?)(?:\n\n|$)/.exec(stdout) ?? [];
    const names = [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name = ""]) =>
      name === "help" ? [] : [name],
    );
    const below = await Promise.all(names.map((name) => commandsBelow([...words, name])));
    return [[...words], ...below.flat()];
  }

  test("of every command says what it does, fits in 80 columns, and the README has the command", async () => {
    const commands = (await commandsBelow([])).filter((words) => words.length > 0);
    expect(commands.length).toBeGreaterThan(18);
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    for (const words of commands) {
      const { stdout, exitCode } = await dbshift(...words, "--help");
      const name = words.join(" ");
      expect(exitCode, name).toBe(0);
      expect(stdout, name).toMatch(/^Usage: dbshift [^]*?\n\n[A-Z][^]*?\.\n\nOptions:/);
      expect(Math.max(...stdout.split("\n").map(({ length }) => length)), name).toBeLessThanOrEqual(80);
      expect(readme.includes(`\`dbshift ${name}`), `${name} in the README`).toBe(true);
    }
  });
});
