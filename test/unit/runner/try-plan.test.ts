import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { systemClock } from "../../../src/cli/system-clock.ts";
import { Refused } from "../../../src/core/errors.ts";
import { blocker, info } from "../../../src/core/finding.ts";
import type { WriteContext } from "../../../src/playbook/context.ts";
import {
  defineCheck,
  defineCompensable,
  definePivot,
  defineTry,
  type Step,
} from "../../../src/playbook/define-step.ts";
import { loadPlaybook } from "../../../src/playbook/load-playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import type { Labels, Runtime } from "../../../src/ports/runtime.ts";
import { tryPlan, type Tried } from "../../../src/runner/try-plan.ts";
import { samplePlan } from "../report/sample-run.ts";

const playbookText = `
apiVersion: dbshift/v1
name: sample
engine: sample
strategy: sample
title: Sample
steps:
  - { id: look, use: sample/look, phase: preflight }
  - { id: pull, use: sample/pull, phase: prepare, after: [look] }
  - { id: image, use: sample/image, phase: prepare, needs: [pull] }
  - { id: volume, use: sample/volume, phase: prepare, after: [image] }
  - { id: late, use: sample/late, phase: prepare, after: [volume] }
  - { id: verify, use: sample/verify, phase: cutover, after: [late] }
  - { id: open, use: sample/open, phase: cutover, after: [verify] }
`;

const output = z.strictObject({ imageId: z.string() });

/** What happened, in order. */
let history: string[];
let left: Map<string, Labels>;
let there: boolean;
let refusing: boolean;
let atTry: (ctx: WriteContext) => void;

beforeEach(() => {
  history = [];
  left = new Map();
  there = false;
  refusing = false;
  atTry = () => undefined;
});

const runtime = {
  listContainers: (labels: Labels) =>
    Promise.resolve(
      [...left]
        .filter(([, has]) => Object.entries(labels).every(([key, value]) => has[key] === value))
        .map(([id, has]) => ({ id, labels: has })),
    ),
  listVolumes: () => Promise.resolve([]),
  removeContainer: (id: string) => Promise.resolve(left.delete(id)).then(() => undefined),
} as unknown as Runtime;

const none = { check: () => Promise.resolve([]) };
const effect = {
  seconds: 60,
  output,
  probe: () => Promise.resolve({ state: "absent" } as const),
  apply: (): Promise<{ imageId: string }> => Promise.reject(new Error("it must not be made")),
};
const compensate = (): Promise<void> => Promise.resolve();

const pull = defineCompensable({
  ...effect,
  compensate,
  id: "sample/pull",
  title: "Pull",
  cache: true,
  probe: () =>
    Promise.resolve(
      there ? ({ state: "present", output: { imageId: "here" } } as const) : ({ state: "absent" } as const),
    ),
  apply: () => {
    if (refusing) return Promise.reject(Refused.because([blocker("NOT-PULLED", { summary: "no" })]));
    history.push("pulled");
    return Promise.resolve({ imageId: "pulled" });
  },
});

const steps: Step[] = [
  defineCheck({ id: "sample/look", title: "Look", ...none }),
  pull,
  defineTry({
    id: "sample/image",
    reads: [pull],
    title: "Try",
    check: (ctx) => {
      history.push(`tried ${ctx.outputOf(pull).imageId}`);
      left.set("scratch", ctx.labelsFor("inspect"));
      atTry(ctx);
      ctx.signal.throwIfAborted();
      return Promise.resolve([info("TRIED", { summary: "fine" })]);
    },
  }),
  defineCompensable({ ...effect, compensate, id: "sample/volume", title: "Volume", provesFence: true }),
  defineTry({ id: "sample/late", title: "Late", check: () => Promise.reject(new Error("too early")) }),
  defineCheck({ id: "sample/verify", title: "Verify", verifies: true, ...none }),
  definePivot({ ...effect, id: "sample/open", title: "Open" }),
];

function tried(signal = new AbortController().signal): Promise<Tried> {
  const playbook = loadPlaybook(playbookText, "the sample", stepRegistry(steps));
  const engine = {} as Engine;
  const ports = { runtime, engine, playbook, clock: systemClock, signal, say: () => undefined };
  return tryPlan(ports, samplePlan, "plan-1");
}

test("a check that tries is made after the caches it wants, and one that wants more is left to the run", async () => {
  expect(await tried()).toEqual({
    findings: [info("TRIED", { summary: "fine" })],
    checks: ["Try"],
    made: ["Pull"],
  });
  expect(history).toEqual(["pulled", "tried pulled"]);
});

test("a cache that is there is not made again", async () => {
  there = true;
  expect((await tried()).made).toEqual([]);
  expect(history).toEqual(["tried here"]);
});

test("where a cache cannot be made, that is what was found", async () => {
  refusing = true;
  expect(await tried()).toMatchObject({ findings: [{ code: "NOT-PULLED" }], checks: [], made: [] });
});

test("nothing it made is left, and nothing else is touched (I9, I10)", async () => {
  left.set("other", { "dbshift.run": "r1" });
  await tried();
  expect([...left.keys()]).toEqual(["other"]);
});

test("nothing is left after an interruption either (I9)", async () => {
  const stop = new AbortController();
  atTry = () => {
    stop.abort(new Error("interrupted"));
  };
  await expect(tried(stop.signal)).rejects.toThrow("interrupted");
  expect(left.size).toBe(0);
});
