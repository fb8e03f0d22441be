import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { playbookPicture } from "../../scripts/record-picture.ts";
import { exitCodes } from "../../src/core/exit-codes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: read(path) }));

function section(heading: string): string {
  const [, after] = readme.split(`\n## ${heading}\n`);
  if (after === undefined) throw new Error(`The README has no part called "${heading}".`);
  return after.split("\n## ")[0] ?? "";
}

function sources(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(directory, path));
}

/** As GitHub makes an anchor of a heading. */
function anchorsIn(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("the README lists every exit code there is, and no other", () => {
  const listed = [...section("Exit codes").matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(exitCodes));
});

describe("what is refused", () => {
  // A code is a word in capitals handed to blocker(), alone or as a choice between two.
  const blockers = new Set(
    sources("src").flatMap((path) =>
      [...read(path).matchAll(/\bblocker\(([^{}]*?),?\s*\{/g)].flatMap(([, code = ""]) =>
        [...code.matchAll(/"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)"/g)].map(([, name = ""]) => name),
      ),
    ),
  );
  const listed = [...section("What is refused, and why").matchAll(/`([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)`/g)].map(
    ([, code = ""]) => code,
  );

  test("every blocker in the code is in the README's table", () => {
    expect(blockers.size).toBeGreaterThan(40);
    expect([...blockers].filter((code) => !listed.includes(code)).sort()).toEqual([]);
  });

  test("every code in the README's table is a blocker in the code, and is there once", () => {
    expect(listed.filter((code) => !blockers.has(code))).toEqual([]);
    expect(listed.filter((code, index) => listed.indexOf(code) !== index)).toEqual([]);
  });

  test("no blocker is made with a code that cannot be found by its text", () => {
    const dynamic = sources("src")
      .filter((path) => path !== "src/core/finding.ts")
      .flatMap((path) =>
        [...read(path).matchAll(/\bblocker\(([^{}]*?),?\s*\{/g)].flatMap(([, code = ""]) =>
          code.includes('"') ? [] : [`${path}: ${code.trim()}`],
        ),
      );
    expect(dynamic).toEqual([]);
  });
});

test("the picture in the README is the playbook (else: scripts/record --picture)", () => {
  const [, picture] = /```mermaid\n([^]*?)\n```/.exec(readme) ?? [];
  expect(picture).toBe(playbookPicture("postgres-dump"));
});

test("the recorded session ends with a target that serves, and shows no path of the machine it was recorded on", () => {
  const [, session = ""] = /<!-- session: [^]*?```text\n([^]*?)```/.exec(readme) ?? [];
  expect(session).toContain("Done: my-db is on version 16");
  expect(session.match(/(?<![\w~.:/])\/(?!var\/)[\w.-]+\/[^\s]*/g) ?? []).toEqual([]);
});

describe.each(documents.map(({ path, text }) => [path, text] as const))("%s", (path, text) => {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));

  test("links to files and headings that are there", () => {
    const broken = local.filter((target) => {
      const [file = "", anchor] = target.split("#");
      const found = file === "" ? path : relative(root, join(root, dirname(path), file));
      if (!existsSync(join(root, found))) return true;
      return anchor !== undefined && !anchorsIn(read(found)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("names no file of the project that is not there", () => {
    const named = [...text.matchAll(/`((?:src|scripts|test|playbooks|docs|bin)\/[\w./*-]*[\w*/])`/g)].map(
      ([, name = ""]) => name,
    );
    expect(named.filter((name) => !name.includes("*") && !existsSync(join(root, name)))).toEqual([]);
  });
});
