import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/containers.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { createShop, type Shop } from "../support/shop.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binaries = join(root, "node_modules", ".bin");

/**
 * What a reader is told to type: a fenced block tagged `sh`. The words behind the tag say where it begins:
 *
 * fresh        a new my-db on 15
 * upgraded     a new my-db that was upgraded to 16
 * interrupted  a new my-db whose upgrade was killed in the middle of the dump
 * clone        a clone of the project in which nothing is installed
 * by-itself    what a test of its own runs
 * (no word)    where the block before it ended
 *
 * and `exit=N` with which exit code it ends, where that is not 0. `leaves=STATE` says that my-db is like a new one of that
 * state when it has ended, so that another block may begin there.
 */
interface Block {
  readonly place: string;
  readonly state: string | undefined;
  readonly exit: number;
  readonly leaves: string | undefined;
  readonly commands: string;
}

function blocksIn(path: string): Block[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/^```sh([^\n]*)\n([^]*?)^```$/gm)].map(
    ({ index, 1: tail = "", 2: commands = "" }) => {
      const words = tail.split(" ").filter((word) => word !== "");
      const state = words.find((word) => !word.includes("="));
      const valueOf = (name: string): string | undefined =>
        words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
      const exit = Number(valueOf("exit") ?? 0);
      const place = `${path}:${text.slice(0, index).split("\n").length + 1}`;
      return { place, state, exit, leaves: valueOf("leaves"), commands };
    },
  );
}

const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
const blocks = documents.filter((path) => path.endsWith(".md")).flatMap(blocksIn);

/** What is typed on a database, so that as much as can be begins where something else ended. */
function inTurns(all: readonly Block[]): Block[] {
  const groups: Block[][] = [];
  for (const block of all) {
    if (block.state === undefined) groups.at(-1)?.push(block);
    else groups.push([block]);
  }
  const ordered: Block[] = [];
  for (let left = groups; left.length > 0;) {
    const now = ordered.at(-1)?.leaves;
    const next =
      left.find(([first]) => first?.state === now) ??
      left.find(([first]) => now === "fresh" && first?.state === "interrupted") ??
      left[0];
    ordered.push(...(next ?? []));
    left = left.filter((group) => group !== next);
  }
  return ordered;
}

let directory: string;
let stateHome: string;
let shop: Shop | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-readme-"));
  await mkdir(join(directory, "bin"));
  await symlink(join(root, "bin", "dbshift.js"), join(directory, "bin", "dbshift"));
});

afterAll(async () => {
  await shop?.remove();
  await rm(directory, { recursive: true, force: true });
});

const upgrade = ["postgres", "15..16", "my-db", "--yes"];

/** The state that my-db was left in, where it is one that something may begin in. */
let left: string | undefined;

async function enter(state: string): Promise<void> {
  if (state === left) return;
  if (left !== "fresh") {
    await shop?.remove();
    shop = await createShop({ id: "readme", container: "my-db", scale: 0 });
    stateHome = await mkdtemp(join(directory, "state-"));
  }
  if (state === "upgraded") {
    const { exitCode, stderr } = await runCli(upgrade, { stateHome });
    if (exitCode !== 0) throw new Error(stderr);
  }
  if (state === "interrupted") {
    const run = startCli(upgrade, { stateHome });
    await run.signal("SIGKILL", { type: "step.started", step: "dump" });
    await run.result;
  }
}

interface Typed {
  readonly exitCode: number | undefined;
  readonly screen: string;
}

interface Terminal {
  readonly cwd: string;
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Types the commands at a terminal of 80 columns as they stand there, and says yes to what is asked. */
async function type(commands: string, { cwd, path = [], env = {} }: Terminal): Promise<Typed> {
  const file = join(directory, "typed.sh");
  await writeFile(file, `unset CI\nstty cols 80 rows 50\nset -euo pipefail\n${commands}`);
  const terminal = execa(
    "script",
    ["--quiet", "--return", "--flush", "--command", `bash ${file}`, "/dev/null"],
    {
      cwd,
      env: { PATH: [...path, binaries, process.env["PATH"]].join(":"), TERM: "xterm-256color", ...env },
      reject: false,
      timeout: 500_000,
    },
  );
  let screen = "";
  // A block asks for each at most once; a prompt is drawn many times.
  const answers = new Map([
    [/\(y\/N\)/, () => "y\r"],
    [/Type "([^"]+)" to go on:/, (word: string) => `${word}\r`],
  ]);
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += stripVTControlCharacters(text);
    for (const [question, answer] of answers) {
      const match = question.exec(screen);
      if (match === null) continue;
      answers.delete(question);
      terminal.stdin.write(answer(match[1] ?? ""));
    }
  });
  const { exitCode } = await terminal;
  return { exitCode, screen };
}

test("what the documents tell to type begins in a state that a test knows", () => {
  const known = [undefined, "fresh", "upgraded", "interrupted", "clone", "by-itself"];
  expect(blocks.filter(({ state }) => !known.includes(state))).toEqual([]);
  const alone = blocks.filter(({ state }) => state === "by-itself").map(({ commands }) => commands.trim());
  // The second is what runs this test.
  expect(alone).toEqual(["./scripts/demo", "./scripts/test"]);
});

describe("every command in the documents does what they say, on a real database", () => {
  const onDatabase = inTurns(blocks.filter(({ state }) => state !== "clone" && state !== "by-itself"));

  test.each(onDatabase.map((block) => [block.place, block] as const))("%s", async (_, block) => {
    if (block.state !== undefined) await enter(block.state);
    left = undefined;
    const cwd = await mkdtemp(join(directory, "cwd-"));
    const path = [join(directory, "bin")];
    const { exitCode, screen } = await type(block.commands, {
      cwd,
      path,
      env: { XDG_STATE_HOME: stateHome },
    });
    expect(exitCode, screen).toBe(block.exit);
    expect(await readdir(cwd)).toEqual([]);
    left = block.leaves;
  });
});

test("in a clone, what the README says installs dbshift", async () => {
  const clone = join(directory, "clone");
  const { stdout } = await execa("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of new Set(stdout.split("\0"))) {
    if (file === "" || !existsSync(join(root, file))) continue;
    await mkdir(dirname(join(clone, file)), { recursive: true });
    await cp(join(root, file), join(clone, file));
  }
  const prefix = join(directory, "prefix");
  await mkdir(join(prefix, "lib"), { recursive: true });
  for (const { commands, place, exit } of blocks.filter(({ state }) => state === "clone")) {
    const env = { npm_config_prefix: prefix };
    const { exitCode, screen } = await type(commands, { cwd: clone, path: [join(prefix, "bin")], env });
    expect(exitCode, `${place}\n${screen}`).toBe(exit);
    // Behind the last frame of the spinner that npm draws.
    expect(screen).toMatch(/dbshift \d+\.\d+\.\d+\s*$/);
  }
});

describe("scripts/demo", () => {
  const demo = (...args: readonly string[]) =>
    execa(join(root, "scripts", "demo"), args, { all: true, cwd: root });
  const status = async (): Promise<string> =>
    (await execa("git", ["status", "--porcelain"], { cwd: root })).stdout;

  afterAll(() => demo("--remove"));

  test("works twice, leaves the checkout as it was, and what it says can be typed", async () => {
    const before = await status();
    for (const time of ["first", "second"]) {
      const { all } = await demo();
      expect(all, time).toMatch(/The client wrote to PostgreSQL 15, then to 16/);
      expect(all, time).toMatch(/each of them is there exactly once/);
      // On no terminal it is plain, and all it shows of the checkout can be typed in it, but where the journal is.
      expect(all, time).not.toContain("\u001B");
      const absolute = all.split("\n").filter((line) => line.includes(join(root, ".cache")));
      expect(absolute.filter((line) => !line.includes("journal.ndjson"))).toEqual([]);
    }
    const { stdout } = await execa(join(root, ".cache", "demo", "dbshift"), ["status"], { cwd: root });
    expect(stdout).toContain("demo-db serves from the target, version 16");
    expect(await status()).toBe(before);
  });

  test("removes what it made", async () => {
    await demo("--remove");
    for (const list of [
      ["ps", "--all"],
      ["volume", "ls"],
      ["network", "ls"],
    ]) {
      expect(await docker([...list, "--quiet", "--filter", "label=dbshift.test=demo"])).toBe("");
    }
    expect(await docker(["ps", "--all", "--quiet", "--filter", "name=^/demo-db"])).toBe("");
  });
});
