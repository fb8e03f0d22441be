import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";
import { typeAtTerminal, type Typed } from "../support/terminal.ts";

let scene: Scene;

// On this engine are others' databases too: of a list only what is of ours is looked at.
beforeAll(async () => {
  const create = ["--label", "com.docker.compose.project=storefront"];
  scene = await createScene({ name: "candidates", scale: 0, create });
});

afterAll(async () => {
  await scene.remove();
});

/** Types a line, and the keys once the question is there. */
const typed = (line: string, question: string, keys: string): Promise<Typed> =>
  typeAtTerminal(line, [question, keys], {
    cwd: scene.stateHome,
    env: { XDG_STATE_HOME: scene.stateHome },
  });

test.each(["dbshift plan postgres 15..16", "dbshift postgres 15->16", "dbshift postgres --to 16"])(
  "%s at a terminal shows what fits with version, size and project, and takes the chosen one",
  async (line) => {
    const { container } = scene.shop;
    // A list is searched by typing the beginning of a name.
    const { exit, screen } = await typed(line, "atabase", `${container}\r`);
    expect(screen).toMatch(/\? (Which database is it|One database fits\. Is it this one)\?/);
    expect(screen).toMatch(new RegExp(`❯ ${container} +15\\.\\d+ +[\\d.]+ MiB +project storefront`));
    expect(screen).toContain(
      `✔ ${screen.includes("Which") ? "Which database is it?" : "One database fits. Is it this one?"} ${container}`,
    );
    expect(screen).toContain(`PostgreSQL 15 → 16 · container ${container}`);
    expect(screen).toContain("✗ OWNED-BY-OTHER");
    expect(exit).toBe(3);
  },
);

test("Ctrl-C at the list changes nothing", async () => {
  const { exit, screen } = await typed("dbshift postgres 15..16", "atabase", "\u0003");
  expect(screen).toContain("Nothing was changed.");
  expect(exit).toBe(130);
});

test("without a terminal it is refused with what fits and what to type, and nothing is looked at further", async () => {
  const before = await inspectAll(scene);
  const { container } = scene.shop;
  for (const [words, next] of [
    [["postgres", "15..16"], /^ {4}dbshift postgres 15\.\.16 \S+ --yes$/m],
    [["postgres", "15..16", "--yes"], /^ {4}dbshift postgres 15\.\.16 \S+ --yes$/m],
    [["postgres", "15..16", "--dry-run"], /^ {4}dbshift postgres 15\.\.16 \S+ --dry-run$/m],
    [["plan", "postgres", "15..16"], /^ {4}dbshift plan postgres 15\.\.16 \S+$/m],
    [["plan", "postgres", "--to", "16"], /^ {4}dbshift plan postgres \S+ --to 16$/m],
  ] as const) {
    const { exitCode, stdout, stderr } = await scene.run(words);
    expect(stderr).toMatch(new RegExp(`^ {4}${container} +15\\.\\d+ +[\\d.]+ MiB +project storefront$`, "m"));
    expect(stderr).toMatch(next);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  }
  expect(await inspectAll(scene)).toEqual(before);
});

test("with --json the refusal is the object", async () => {
  const { exitCode, stdout } = await scene.run(["plan", "postgres", "15..16", "--json"]);
  const { error, next } = JSON.parse(stdout) as { error: { detail: string[] }; next: string[] };
  expect(error.detail.join("\n")).toContain(scene.shop.container);
  expect(next[0]).toMatch(/^dbshift plan postgres 15\.\.16 \S+$/);
  expect(exitCode).toBe(2);
});

test("where none has the version, those that are there are named with theirs", async () => {
  const { exitCode, stderr } = await scene.run(["plan", "postgres", "10..11"]);
  expect(stderr).toContain("✗ NO-CONTAINER  No running container with PostgreSQL 10 was found");
  expect(stderr).toMatch(new RegExp(`${scene.shop.container} +15\\.`));
  expect(exitCode).toBe(3);
});
