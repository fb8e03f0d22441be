import { createHash } from "node:crypto";
import { link, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { UsageError } from "../../../src/core/errors.ts";
import { readPlanFile } from "../../../src/store/read-plan-file.ts";
import { listSafetyCopies, readSafetyCopy } from "../../../src/store/safety-copies.ts";
import { samplePlan } from "../report/sample-run.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
const { text } = samplePlan.playbook;
const plan = JSON.stringify({ ...samplePlan, playbook: { ...samplePlan.playbook, sha256: digest(text) } });

const copy = JSON.stringify({
  ...{
    format: 1,
    kind: "dump",
    tool: "0",
    run: "r",
    createdAt: "2026-01-02T03:04:05.000Z",
    engine: "postgres",
  },
  ...{ container: "db", identity: "1", version: "15.8", image: "postgres:16", major: "16" },
  ...{ mountAt: "/var/lib/postgresql/data", dataDirectory: "/var/lib/postgresql/data", facts: {} },
  ...{ file: { sha256: digest("x"), bytes: 1 }, content: { sha256: digest("y"), bytes: 1 } },
});

/** What reading ends in: what was read, or nothing where it was refused in the words of ours. */
async function read<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return undefined;
  }
}

async function readPlan(content: string | Buffer): Promise<unknown> {
  const file = join(directory, "plan.json");
  await writeFile(file, content);
  return read(readPlanFile(file));
}

async function readCopy(manifest: string | Buffer): Promise<unknown> {
  await writeFile(join(directory, "a.sql.gz"), "x");
  await writeFile(join(directory, "a.sql.gz.json"), manifest);
  const listed = await listSafetyCopies(directory);
  const found = await read(readSafetyCopy(join(directory, "a.sql.gz")));
  expect([listed.whole.length, listed.damaged.length]).toEqual(found === undefined ? [0, 1] : [1, 0]);
  return found?.copy;
}

const files = [
  { what: "a plan", read: readPlan, whole: plan },
  { what: "what lies beside a copy", read: readCopy, whole: copy },
];

describe.each(files)("$what", ({ read: readIt, whole }) => {
  const same = JSON.parse(whole) as unknown;

  test("is read as it was written", async () => {
    expect(await readIt(whole)).toEqual(same);
  });

  test("is refused where it was cut, at any byte", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (at) => {
        expect(await readIt(whole.slice(0, at))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test("with anything in the place of a part of it is refused, or read as the file says it", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom("null", "{}", "[]", '"', "1e999", '"__proto__":1,'),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(8), piece, async (at, length, put) => {
        const changed = whole.slice(0, at) + put + whole.slice(at + length);
        const found = await readIt(changed);
        if (found !== undefined) expect(found).toMatchObject(JSON.parse(changed) as object);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["a number", "1"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0])],
    ["ten thousand brackets", "[".repeat(10_000)],
    ["a key more", whole.replace("{", '{"__proto__":{"polluted":1},')],
    ["a key of the language more", whole.replace("{", '{"constructor":{"prototype":{"polluted":1}},')],
    ["more than it should have", " ".repeat(17 * 1024 * 1024)],
  ])("is refused where it is %s", async (_title, content) => {
    expect(await readIt(content)).toBeUndefined();
    expect({}).not.toHaveProperty("polluted");
  });
});

test("a plan is read from a regular file and from nothing else", async () => {
  const at = (name: string): string => join(directory, name);
  await mkdir(at("directory"));
  await symlink(at("nowhere"), at("dangling"));
  for (const path of [
    at("directory"),
    at("dangling"),
    at("missing"),
    "/dev/zero",
    "/dev/stdin",
    "a\0b",
    "",
    "-",
    "file:///etc/passwd",
  ]) {
    expect(await read(readPlanFile(path)), path).toBeUndefined();
  }
  await writeFile(at("one"), plan);
  await link(at("one"), at("--help\n\u001b[2J"));
  expect(await read(readPlanFile(at("--help\n\u001b[2J")))).toBeDefined();
});
