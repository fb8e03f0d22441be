import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

// The import checker passes in silence when it cannot read TypeScript, and a rule with a wrong pattern passes
// too. So every rule is shown a violation of its own, in a tree of its own.

const project = path.resolve(import.meta.dirname, "../..");
const configFiles = [".dependency-cruiser.cjs", "tsconfig.json", "package.json"];

const cleanTree = {
  "src/core/version.ts": `import { z } from "zod"; export const version = z.string();`,
  "src/ports/runtime.ts": `import type { Duplex } from "node:stream"; import type { version } from "../core/version.ts";
    export interface Runtime { readonly stream: Duplex; readonly version: typeof version }`,
  "src/playbook/load.ts": `import { parse } from "yaml"; import { version } from "../core/version.ts";
    import type { Runtime } from "../ports/runtime.ts"; export type { Runtime }; export { parse, version };`,
  "src/steps/pull.ts": `export { parse } from "../playbook/load.ts";`,
  "src/runner/run.ts": `export { parse } from "../playbook/load.ts";`,
  "src/engines/registry.ts": `export { postgres } from "./postgres/engine.ts"; export { redis } from "./redis/engine.ts";`,
  "src/engines/postgres/engine.ts": `import pg from "pg"; import { query } from "./query.ts"; export const postgres = { pg, query };`,
  "src/engines/postgres/query.ts": `export { version as query } from "../../core/version.ts";`,
  "src/engines/redis/engine.ts": `export { version as redis } from "../../core/version.ts";`,
  "src/runtime/docker/docker.ts": `import Docker from "docker-modem"; import { execa } from "execa"; export { Docker, execa };`,
  "src/compose/splice.ts": `import { execa } from "execa"; import { parse } from "yaml"; export { execa, parse };`,
  "src/store/journal.ts": `import { open } from "node:fs/promises"; export { version } from "../core/version.ts"; export { open };`,
  "src/report/markdown.ts": `export { version } from "../core/version.ts";`,
  "src/cli/main.ts": `import { Listr } from "listr2"; import inquirer from "inquirer"; import { program } from "commander";
    import { postgres } from "../engines/registry.ts"; import { Docker } from "../runtime/docker/docker.ts";
    export const main = { Listr, inquirer, program, postgres, Docker };`,
  "test/unit/version.test.ts": `import { version } from "../../src/core/version.ts"; import { main } from "../../src/cli/main.ts";
    import { expect } from "vitest"; expect(version).not.toBe(main);`,
};

/** One file more, and all that has to be reported because of it: "rule: file". */
const planted: readonly { file: string; text: string; reported: readonly string[] }[] = [
  {
    file: "src/core/reads-cli.ts",
    text: `export { main } from "../cli/main.ts";`,
    reported: ["core-is-pure", "nobody-imports-cli"],
  },
  {
    file: "src/core/reads-files.ts",
    text: `export { open } from "node:fs/promises";`,
    reported: ["core-is-pure"],
  },
  {
    file: "src/core/knows-a-port.ts",
    text: `import type { Runtime } from "../ports/runtime.ts"; export type R = Runtime;`,
    reported: ["core-is-pure"],
  },
  {
    file: "src/ports/has-a-value.ts",
    text: `export { version } from "../core/version.ts";`,
    reported: ["ports-import-types-only"],
  },
  {
    file: "src/ports/names-a-library.ts",
    text: `import type Docker from "docker-modem"; export type D = Docker;`,
    reported: ["docker-modem-only-in-runtime-docker", "ports-is-pure"],
  },
  {
    file: "src/playbook/knows-a-step.ts",
    text: `export { parse } from "../steps/pull.ts";`,
    reported: ["playbook-layer"],
  },
  {
    file: "src/steps/knows-an-engine.ts",
    text: `export { postgres } from "../engines/registry.ts";`,
    reported: ["steps-layer"],
  },
  {
    file: "src/runner/knows-a-store.ts",
    text: `export { open } from "../store/journal.ts";`,
    reported: ["runner-layer"],
  },
  {
    file: "src/engines/redis/borrows.ts",
    text: `export { query } from "../postgres/query.ts";`,
    reported: ["no-engine-imports-another"],
  },
  {
    file: "src/engines/redis/drives-docker.ts",
    text: `export { execa } from "../../runtime/docker/docker.ts";`,
    reported: ["engines-layer"],
  },
  {
    file: "src/engines/redis/speaks-postgres.ts",
    text: `import pg from "pg"; export { pg };`,
    reported: ["pg-only-in-engines-postgres"],
  },
  {
    file: "src/engines/postgres/speaks-redis.ts",
    text: `import Redis from "ioredis"; export { Redis };`,
    reported: ["ioredis-only-in-engines-redis"],
  },
  {
    file: "src/engines/postgres/opens-docker.ts",
    text: `import Docker from "docker-modem"; export { Docker };`,
    reported: ["docker-modem-only-in-runtime-docker"],
  },
  {
    file: "src/runtime/docker/knows-a-playbook.ts",
    text: `export { parse } from "../../playbook/load.ts";`,
    reported: ["runtime-layer"],
  },
  {
    file: "src/compose/knows-the-runtime.ts",
    text: `export { Docker } from "../runtime/docker/docker.ts";`,
    reported: ["compose-layer"],
  },
  {
    file: "src/store/knows-the-report.ts",
    text: `export { version } from "../report/markdown.ts";`,
    reported: ["store-layer"],
  },
  {
    file: "src/store/runs-programs.ts",
    text: `import { execa } from "execa"; export { execa };`,
    reported: ["execa-only-in-docker-and-compose"],
  },
  {
    file: "src/store/reads-yaml.ts",
    text: `import { parse } from "yaml"; export { parse };`,
    reported: ["yaml-only-in-playbook-and-compose"],
  },
  {
    file: "src/report/writes-files.ts",
    text: `export { writeFile } from "node:fs/promises";`,
    reported: ["report-is-pure"],
  },
  {
    file: "src/runner/draws.ts",
    text: `import { Listr } from "listr2"; export { Listr };`,
    reported: ["terminal-libraries-only-in-cli"],
  },
  {
    file: "src/cli/starts-a-shell.ts",
    text: `export const exec = (await import("node:child_process")).exec;`,
    reported: ["no-child-process"],
  },
  {
    file: "src/cli/reads-a-test.ts",
    text: `import "../../test/unit/version.test.ts";`,
    reported: ["src-imports-src-only"],
  },
  {
    file: "src/cli/needs-a-dev-package.ts",
    text: `import { test } from "vitest"; export { test };`,
    reported: ["src-imports-runtime-packages-only"],
  },
  {
    file: "src/cli/leans-on-another-s-package.ts",
    text: `import picomatch from "picomatch"; export { picomatch };`,
    reported: ["no-unlisted-packages"],
  },
  {
    file: "src/cli/typo.ts",
    text: `import "./no-such-file.ts";`,
    reported: ["no-unresolvable-imports"],
  },
  {
    file: "src/steps/itself.ts",
    text: `export { self } from "./itself-again.ts";`,
    // A cycle is reported once, at one of its files.
    reported: [],
  },
  {
    file: "src/steps/itself-again.ts",
    text: `import * as self from "./itself.ts"; export { self };`,
    reported: ["no-cycles"],
  },
];

let tree: string;

beforeEach(async () => {
  tree = await mkdtemp(path.join(tmpdir(), "dbshift-layers-"));
  for (const file of configFiles) await cp(path.join(project, file), path.join(tree, file));
  await symlink(path.join(project, "node_modules"), path.join(tree, "node_modules"));
  for (const [file, text] of Object.entries(cleanTree)) await plant(file, text);
});

afterEach(async () => {
  await rm(tree, { recursive: true, force: true });
});

test("a tree that keeps to its layers passes, and its TypeScript was read", async () => {
  const { exitCode, summary } = await checkLayers();

  expect(summary.violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(summary.totalDependenciesCruised).toBeGreaterThan(Object.keys(cleanTree).length);
});

test("every planted violation is reported under its name, and nothing else is", async () => {
  for (const { file, text } of planted) await plant(file, text);

  const { exitCode, summary } = await checkLayers();

  const found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  const expected = planted.flatMap(({ file, reported }) => reported.map((rule) => `${rule}: ${file}`));
  expect([...new Set(found)].sort()).toEqual(expected.sort());
  expect(exitCode).not.toBe(0);
});

test("no rule is left without a violation that proves it", async () => {
  const config = (await import(path.join(project, ".dependency-cruiser.cjs"))) as {
    default: { forbidden: { name: string }[] };
  };

  const proved = new Set(planted.flatMap(({ reported }) => reported));
  expect(config.default.forbidden.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
});

async function plant(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
  await writeFile(path.join(tree, file), text);
}

interface Summary {
  readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  readonly totalDependenciesCruised: number;
}

async function checkLayers(): Promise<{ exitCode: number | undefined; summary: Summary }> {
  const program = path.join(project, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const run = (type: string) =>
    execa(process.execPath, [program, "--output-type", type, "src", "test"], { cwd: tree, reject: false });

  // The JSON reporter ends with 0 whatever it found: the exit code that stops a build is the other reporter's.
  const [json, err] = await Promise.all([run("json"), run("err")]);
  const { summary } = JSON.parse(json.stdout) as { summary: Summary };
  return { exitCode: err.exitCode, summary };
}
