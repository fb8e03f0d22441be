import { link, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/dbshift.js", import.meta.url));
const installed = async (shell: string): Promise<boolean> =>
  (await execa(shell, ["-c", "true"], { reject: false })).exitCode === 0;

const shells: string[] = [];
for (const shell of ["bash", "dash", "zsh", "fish"]) if (await installed(shell)) shells.push(shell);

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-arrow-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

interface Said {
  readonly exit: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Types a line into a shell, with no Docker engine to be reached, so that it ends as soon as the pair was read. */
async function type(shell: string, line: string): Promise<Said> {
  const said = await execa(shell, ["-c", line.replace("dbshift", '"$DBSHIFT_NODE" "$DBSHIFT_PROGRAM"')], {
    cwd: directory,
    env: {
      DBSHIFT_NODE: process.execPath,
      DBSHIFT_PROGRAM: program,
      DOCKER_HOST: `unix://${directory}/no-engine.sock`,
      XDG_STATE_HOME: join(directory, "state"),
    },
    stdin: "ignore",
    reject: false,
  });
  // As one line: where it is folded is not of interest here.
  return { exit: said.exitCode, out: said.stdout, err: said.stderr.replace(/\s+/g, " ") };
}

const files = (): Promise<string[]> => readdir(directory);

test("the shells every Linux has are among those tried", () => {
  expect(shells).toEqual(expect.arrayContaining(["bash", "dash"]));
});

describe.each(shells)("in %s", (shell) => {
  // A run ends at the missing consent, a plan at the missing engine: what comes before both is what is tested here.
  const lines: readonly [line: string, exit: number][] = [
    ["dbshift postgres 15->16 demo-db", 2],
    ["dbshift postgres 15->16", 2],
    ["dbshift postgres 15-> 16 demo-db", 2],
    ["dbshift postgres 15 -> 16 demo-db", 2],
    ["dbshift postgres 15=>16 demo-db", 2],
    ["dbshift postgres 15>16 demo-db", 2],
    ["dbshift plan postgres 15->16 demo-db", 69],
    ["dbshift postgres 15->16 demo-db --dry-run", 69],
  ];

  test.each(lines)(
    "%s is understood, the shell's file goes away, and it is said once",
    async (line, exit) => {
      const said = await type(shell, line);
      expect(said.err).toContain("I took it as 15→16 and removed the empty file ./16.");
      expect(said.err.match(/note:/g)).toHaveLength(1);
      expect(said).toMatchObject({ exit, out: "" });
      expect(await files()).toEqual([]);
    },
  );

  const whole = ["dbshift postgres '15->16' demo-db", "dbshift postgres 15..16 demo-db"];
  test.each(whole)("%s needs no note", async (line) => {
    const { exit, err } = await type(shell, line);
    expect(err).not.toContain("note:");
    expect(err).toContain("--yes");
    expect(exit).toBe(2);
  });

  test("a file that was there before is left, and it is said that the shell has emptied it", async () => {
    await writeFile(join(directory, "16"), "my notes");
    // What an older file is told by is the time it was made, which cannot be set; a second name tells it as well.
    await link(join(directory, "16"), join(directory, "second-name"));
    const { err } = await type(shell, "dbshift postgres 15->16 demo-db");
    expect(err).toContain("the file ./16 is left alone: if it was there before, your shell has emptied it");
    expect(await files()).toEqual(["16", "second-name"]);
  });

  test("with --json nobody would find the JSON, so it is refused with the quoted spelling", async () => {
    const { exit, err } = await type(shell, "dbshift plan postgres 15->16 demo-db --json");
    expect(exit).toBe(2);
    expect(err).toContain("dbshift postgres '15->16' my-database");
    expect(await files()).toEqual([]);
  });

  test("where the messages go into the file too, it is refused there, and the file stays", async () => {
    const { exit } = await type(shell, "dbshift plan postgres 15->16 demo-db 2>&1");
    expect(exit).toBe(2);
    expect(await readFile(join(directory, "16"), "utf8")).toContain("read the > of 15->16 as a redirection");
  });

  test("a file that is not named after a version is an ordinary redirection of half a pair", async () => {
    const { exit, err } = await type(shell, "dbshift plan postgres 15->out.log demo-db");
    expect(exit).toBe(2);
    expect(err).toContain('"15-" is half of a pair of versions');
    expect(await files()).toEqual(["out.log"]);
  });
});
