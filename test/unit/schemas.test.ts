import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { eventSchema } from "../../scripts/schemas/event-schema.ts";
import { publishedSchemas } from "../../scripts/schemas/published-schemas.ts";
import { resultSchema } from "../../scripts/schemas/result-schema.ts";
import { StepError } from "../../src/core/errors.ts";
import { blocker } from "../../src/core/finding.ts";
import type { RunEvent } from "../../src/ports/events.ts";
import { eventJson } from "../../src/report/event-json.ts";
import { resultJson } from "../../src/report/result-json.ts";
import { statusJson } from "../../src/report/status-json.ts";
import { sampleRecords } from "../contract/journal-samples.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { journalOf, returned, samplePlan, switched } from "./report/sample-run.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const published = await publishedSchemas();

/** By the published schema, which passes over keys it does not know, and by the strict one it is made from. */
function expectToKeepTo(name: "events" | "result", strict: z.ZodType, value: unknown): void {
  expect(againstSchema(name)(stored(value))).toBe("");
  expect(strict.safeParse(stored(value)).error?.message).toBeUndefined();
}

describe("the JSON schemas that come with dbshift", () => {
  test.each([...published.keys()])("%s is what the code says (else: npm run schemas)", (name) => {
    expect(JSON.parse(read(`schemas/${name}`))).toEqual(stored(published.get(name)));
  });

  test("there are no others, and the package has them", () => {
    expect(readdirSync(new URL("schemas/", root)).sort()).toEqual([...published.keys()].sort());
    expect((JSON.parse(read("package.json")) as { files: string[] }).files).toContain("schemas");
  });
});

describe("a plan", () => {
  const problems = againstSchema("plan");

  test("keeps to its schema", () => {
    expect(problems(stored(samplePlan))).toBe("");
  });

  test("with a part missing, or one more, does not", () => {
    const { labels: _labels, ...without } = samplePlan;
    expect(problems(stored(without))).toContain("labels");
    expect(problems(stored({ ...samplePlan, more: 1 }))).toContain("more");
  });
});

describe("events", () => {
  const entries = journalOf(...sampleRecords("r1").slice(1));
  const others: readonly RunEvent[] = [
    { type: "note", at: entries[0]!.at, step: "dump", text: "it\u0000\n" },
    { type: "progress", at: entries[0]!.at, step: "dump", done: 1, unit: "bytes" },
    { type: "progress", at: entries[0]!.at, step: "dump", done: 1, total: 2, unit: "tables" },
    { type: "interrupt", at: entries[0]!.at, signal: "SIGINT", text: "interrupted" },
  ];
  const lines = [...entries, ...others].flatMap((event) => eventJson(event, "r1") ?? []);

  test.each(lines.map((line) => [line.type, line] as const))("%s keeps to its schema", (_type, line) => {
    expectToKeepTo("events", eventSchema, line);
  });

  test("the last line keeps to its schema", () => {
    const result = resultJson({ kind: "target serves" }, journalOf(...switched), { exit: 0 });
    expectToKeepTo("events", eventSchema, { v: 1, type: "end", at: entries[0]!.at, result });
  });

  test("of another version, or with a part missing, do not", () => {
    const problems = againstSchema("events");
    expect(problems({ ...lines[0], v: 2 })).not.toBe("");
    expect(problems({ ...lines[0], run: undefined })).not.toBe("");
    expect(problems({ ...lines[0], type: "other" })).not.toBe("");
  });
});

describe("a result", () => {
  const cause = new StepError({ summary: "It failed", detail: ["here"] });
  const findings = [blocker("X", { summary: "no" })];
  test.each([
    resultJson({ kind: "target serves" }, journalOf(...switched), { exit: 0 }),
    resultJson({ kind: "returned" }, journalOf(...returned), { exit: 0 }),
    resultJson({ kind: "refused", findings }, journalOf(), { exit: 3 }),
    resultJson({ kind: "stopped", cause, signal: undefined, pastPivot: true }, journalOf(), { exit: 5 }),
  ])('of a run that ended "$outcome" keeps to its schema', (result) => {
    expectToKeepTo("result", resultSchema, result);
  });

  test("of status and runs keeps to its schema, with a damaged journal among them", () => {
    const runs = [statusJson(journalOf(...switched), ""), { run: "r2", damage: "torn" }];
    expectToKeepTo("result", resultSchema, { ok: true, runs, exit: 0 });
  });

  test("without an exit code, or with one there is not, does not", () => {
    const result = resultJson({ kind: "returned" }, journalOf(...returned), { exit: 0 });
    expect(againstSchema("result")({ ...result, exit: 9 })).not.toBe("");
    expect(againstSchema("result")({ ...result, exit: undefined })).not.toBe("");
  });
});

describe("a playbook", () => {
  const problems = againstSchema("playbook");
  const text = read("playbooks/postgres-dump.yaml");

  test("that comes with dbshift keeps to its schema", () => {
    expect(problems(parse(text))).toBe("");
  });

  test("with a misspelt key, or a step there is not, does not", () => {
    expect(problems(parse(text.replace("strategy:", "stratgy:")))).toContain("stratgy");
    expect(problems(parse(text.replace("docker/check-volume", "docker/make-coffee")))).not.toBe("");
  });
});
