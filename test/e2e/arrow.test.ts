import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/dbshift.js", import.meta.url));
/** All of them: `scripts/tools` installs those that a machine lacks. */
const shells = ["bash", "dash", "zsh", "fish"];

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

const typed = (line: string): string => line.replace("dbshift", '"$DBSHIFT_NODE" "$DBSHIFT_PROGRAM"');

/** With no Docker engine to be reached, so that it ends as soon as the pair was read. */
const surroundings = (): { cwd: string; env: Record<string, string>; reject: false } => ({
  cwd: directory,
  env: {
    DBSHIFT_NODE: process.execPath,
    DBSHIFT_PROGRAM: program,
    DOCKER_HOST: `unix://${directory}/no-engine.sock`,
    XDG_STATE_HOME: join(directory, "state"),
  },
  reject: false,
});

// As one line: where it is folded is not of interest here.
const unfolded = (text: string): string => text.replace(/\s+/g, " ");

/** Types a line into a shell without a terminal. */
async function type(shell: string, line: string): Promise<Said> {
  const said = await execa(shell, ["-c", typed(line)], { ...surroundings(), stdin: "ignore" });
  return { exit: said.exitCode, out: said.stdout, err: unfolded(said.stderr) };
}

/** Types a line into a shell that has one; what the person sees. */
async function typeAtTerminal(shell: string, line: string): Promise<string> {
  const { cwd, env, reject } = surroundings();
  const words = ["--quiet", "--command", `${shell} -c "$DBSHIFT_LINE"`, "/dev/null"];
  const said = await execa("script", words, {
    ...{ cwd, reject },
    env: { ...env, SHELL: "/bin/sh", DBSHIFT_LINE: typed(line) },
    stdin: "ignore",
  });
  return unfolded(said.stdout);
}

const files = (): Promise<string[]> => readdir(directory);

/** A file that was there before. The clock of a file system moves in ticks, and a shell is fast: it waits for the next. */
async function keepNotes(): Promise<void> {
  const notes = join(directory, "16");
  await writeFile(notes, "my notes");
  const { mtimeNs } = await stat(notes, { bigint: true });
  const probe = join(directory, "probe");
  do await writeFile(probe, "");
  while ((await stat(probe, { bigint: true })).mtimeNs === mtimeNs);
  await rm(probe);
}

describe.each(shells)("in %s", (shell) => {
  // A run ends at the missing consent, and what looks at the missing engine: what comes before both is tested here.
  const lines: readonly [line: string, exit: number][] = [
    ["dbshift postgres 15->16 demo-db", 2],
    ["dbshift postgres 15->16", 69],
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

  test("a tag is the other half as well", async () => {
    const said = await type(shell, "dbshift plan postgres 15->16-alpine demo-db");
    expect(said.err).toContain("I took it as 15→16-alpine and removed the empty file ./16-alpine.");
    expect(await files()).toEqual([]);
  });

  test("a file that was there before is left, and it is said that the shell has emptied it", async () => {
    await keepNotes();
    const { err } = await type(shell, "dbshift postgres 15->16 demo-db");
    expect(err).toContain(
      "I took it as 15→16 ; the file ./16 is left alone: if it was there before, your shell has emptied it.",
    );
    expect(await files()).toEqual(["16"]);
  });

  test.each(["--json", "--events"])(
    "with %s nobody would find the JSON, so it is refused",
    async (option) => {
      const line = `dbshift postgres 15->16 demo-db --yes ${option}`;
      const { exit, err } = await type(shell, line);
      expect(exit).toBe(2);
      expect(err).toContain("Removed: the empty file ./16. Nothing else was changed.");
      expect(err).toContain("dbshift postgres '15->16' my-database");
      expect(await files()).toEqual([]);
      await keepNotes();
      expect((await type(shell, line)).err).toContain("The file ./16 is left alone: if it was there before");
      expect(await files()).toEqual(["16"]);
    },
  );

  test("where the messages go into the file too, it is refused there, and the file stays", async () => {
    const { exit } = await type(shell, "dbshift plan postgres 15->16 demo-db 2>&1");
    expect(exit).toBe(2);
    expect(await readFile(join(directory, "16"), "utf8")).toContain("read the > of 15->16 as a redirection");
  });

  test("with a pipe behind it too, the file is still what is behind the arrow, but in zsh", async () => {
    const deaf = await typeAtTerminal(shell, "dbshift postgres 15->16 demo-db --yes 2>&1 | tee log");
    expect(deaf).toContain("dbshift postgres '15->16' my-database");
    expect(deaf).toContain(
      shell === "zsh"
        ? // Which sends the output to both, through a pipe of its own (MULTIOS), so that half a pair is all there is.
          "The shell may have made or emptied such a file all the same."
        : "Error: Your shell read the > of 15->16 as a redirection, so everything dbshift says would go",
    );
    expect(await files()).toEqual(["16", "log"]);
    await rm(join(directory, "16"));
    const heard = await typeAtTerminal(shell, "dbshift plan postgres 2>&1 15->16 demo-db | tee log");
    expect(heard).toContain(
      shell === "zsh" ? '"15-" is half of a pair' : "I took it as 15→16 and removed the empty file ./16.",
    );
    expect(await files()).toEqual(shell === "zsh" ? ["16", "log"] : ["log"]);
  });

  test("a file that is not named after a version is an ordinary redirection of half a pair", async () => {
    const { exit, err } = await type(shell, "dbshift plan postgres 15->out.log demo-db");
    expect(exit).toBe(2);
    expect(err).toContain('"15-" is half of a pair of versions');
    expect(await files()).toEqual(["out.log"]);
  });
});
