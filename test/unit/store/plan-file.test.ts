import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { readPlanFile } from "../../../src/store/read-plan-file.ts";
import { writePlanFile } from "../../../src/store/write-plan-file.ts";
import { samplePlan } from "../report/sample-run.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const { text } = samplePlan.playbook;
const sha256 = createHash("sha256").update(text).digest("hex");
const plan = { ...samplePlan, playbook: { ...samplePlan.playbook, sha256 } };

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  file = join(directory, "plan.json");
});

async function refusalOf(content: unknown): Promise<UsageError> {
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  const error: unknown = await readPlanFile(file).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error("It was not refused.");
  return error;
}

test("a plan is read back as it was kept, and nobody else can read it (I11)", async () => {
  await writePlanFile(file, plan);
  expect(await readPlanFile(file)).toEqual(plan);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(["plan.json"]);
});

test("a file that is there already is left as it is", async () => {
  await writeFile(file, "mine");
  await expect(writePlanFile(file, plan)).rejects.toThrow("already");
  expect(await readFile(file, "utf8")).toBe("mine");
  expect(await readdir(directory)).toEqual(["plan.json"]);
});

test("a directory that cannot be written is said to be so", async () => {
  await expect(writePlanFile(join(directory, "not", "plan.json"), plan)).rejects.toThrow(UsageError);
});

describe("a file that is no plan is refused with a reason (I15)", () => {
  test("text", async () => {
    expect((await refusalOf("name: plan")).detail[0]).toContain("It is not JSON");
  });

  test("other JSON", async () => {
    for (const other of [null, [], 7, '"plan"', {}, { plan }]) {
      expect((await refusalOf(other)).detail[0]).toBe("It is damaged, or it is no plan:");
    }
  });

  test("a newer format", async () => {
    expect((await refusalOf({ ...plan, format: 2 })).detail[0]).toContain("a newer dbshift wrote it");
  });

  test("a part that is missing, unknown or of another kind", async () => {
    const { engine, ...without } = plan;
    const source = { ...plan.source, volume: 7 };
    for (const damaged of [
      without,
      { ...plan, more: 1 },
      { ...plan, source },
      { ...plan, facts: undefined },
    ]) {
      const { exit, detail } = await refusalOf(damaged);
      expect(exit).toBe(2);
      expect(detail.join("\n")).toMatch(/engine|more|volume|facts/);
    }
    expect(engine).toBe("postgres");
  });

  test("another playbook than it says", async () => {
    const other = { ...plan, playbook: { ...plan.playbook, text: `${text}# more\n` } };
    expect((await refusalOf(other)).detail[0]).toContain("its SHA-256 does not fit");
  });

  test("many things wrong at once are not a page long", async () => {
    const steps = Array.from({ length: 500 }, () => 1);
    expect((await refusalOf({ ...plan, steps })).detail.length).toBeLessThan(15);
  });

  test("brackets without end", async () => {
    const depth = 1_000_000;
    const { detail } = await refusalOf(`{"format":1,"facts":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    expect(detail[0]).toBe("It is damaged, or it is no plan:");
  });

  test("what is no file, is too large, or is not there", async () => {
    await mkdir(file);
    await expect(readPlanFile(file)).rejects.toThrow(UsageError);
    await expect(readPlanFile("/dev/null")).rejects.toThrow(UsageError);
    await expect(readPlanFile(join(directory, "none.json"))).rejects.toThrow(UsageError);
    const large = join(directory, "large.json");
    await writeFile(large, " ".repeat(17 * 1024 * 1024));
    await expect(readPlanFile(large)).rejects.toThrow("cannot be read");
  });
});
