// npm run broken: builds of dbshift with a mistake in each (test/broken/broken-builds.ts), and whether the tests see it.
// Takes some minutes. Ends with 1 where they do not. `-- --only TEXT` tries those whose description has it.
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { z } from "zod";
import { brokenBuilds } from "../test/broken/broken-builds.ts";
import type { BrokenBuild } from "../test/broken/broken-build.ts";

const root = resolve(".");
const left = new Set([".git", ".cache", "node_modules", "dist"]);
const resultSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

/** The names of the tests that failed. A file that does not even load has none. */
async function failing(copy: string, tests: readonly string[]): Promise<string[]> {
  const file = join(copy, "result.json");
  const vitest = join(root, "node_modules", ".bin", "vitest");
  const words = ["run", "--project", "unit", "--reporter", "json", "--outputFile", file, ...tests];
  await execa(vitest, words, { cwd: copy, reject: false });
  const { testResults } = resultSchema.parse(JSON.parse(await readFile(file, "utf8")));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName);
}

async function tryOut(copy: string, build: BrokenBuild): Promise<boolean> {
  const path = join(copy, build.file);
  const whole = await readFile(path, "utf8");
  await writeFile(
    path,
    whole.replace(build.from, () => build.to),
  );
  try {
    const [first, ...others] = await failing(copy, build.tests);
    console.log(`${first === undefined ? "NOT SEEN" : "seen    "}  ${build.what}`);
    if (first !== undefined) {
      console.log(`          by "${first}"${others.length > 0 ? ` and ${String(others.length)} more` : ""}`);
    }
    return first !== undefined;
  } finally {
    await writeFile(path, whole);
  }
}

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const copy = await mkdtemp(join(root, ".cache", "broken-"));
let unseen = 0;
try {
  for (const name of await readdir(root)) {
    if (!left.has(name)) await cp(join(root, name), join(copy, name), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  for (const build of brokenBuilds.filter(({ what }) => what.includes(values.only))) {
    if (!(await tryOut(copy, build))) unseen += 1;
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
console.log(`\n${String(unseen)} not seen`);
process.exitCode = unseen > 0 ? 1 : 0;
