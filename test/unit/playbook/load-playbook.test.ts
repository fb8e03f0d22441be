import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { postgresSteps } from "../../../src/engines/postgres/steps.ts";
import { loadPlaybook } from "../../../src/playbook/load-playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import { dockerSteps } from "../../../src/steps/docker-steps.ts";

const registry = stepRegistry(dockerSteps, postgresSteps);
const shipped = readFileSync(new URL("../../../playbooks/postgres-dump.yaml", import.meta.url), "utf8");
const load = (text: string) => loadPlaybook(text, "test.yaml", registry);

function problemsOf(text: string): string {
  try {
    load(text);
    return "none";
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).detail.join("\n");
  }
}

const changed = (from: string | RegExp, to: string): string => {
  const text = shipped.replace(from, to);
  expect(text).not.toBe(shipped);
  return text;
};

test("the playbook that is shipped may run, in an order in which the fence comes before the dump", () => {
  const order = load(shipped).steps.map(({ id }) => id);
  expect(order.indexOf("fence")).toBeLessThan(order.indexOf("dump"));
  expect(order.indexOf("verify")).toBeLessThan(order.indexOf("open"));
  expect(order.at(-1)).toBe("retire");
});

describe("a playbook is refused, and why is said", () => {
  test.each([
    [
      "with a step dbshift does not have",
      /use: docker\/stop-source/,
      "use: docker/stop-everything",
      /does not have/,
    ],
    ["with a misspelt key", "title:", "titel:", /titel/],
    [
      "with a need that is no step",
      "needs: [restore], fresh",
      "needs: [restor], fresh",
      /"restor", which is not/,
    ],
    [
      "with a cycle",
      "phase: cutover, after: [restart-off]",
      "phase: cutover, after: [fence]",
      /cycle: .*fence/,
    ],
    ["without a pivot", /.*id: open,.*\n/, "", /no pivot|not a step/],
    [
      "without a verification before the pivot",
      "use: postgres/verify",
      "use: postgres/measure-writes",
      /verifies/,
    ],
    [
      "with an effect before preflight",
      "use: docker/pull-image,\n      phase: prepare",
      "use: docker/pull-image,\n      phase: preflight",
      /preflight/,
    ],
    ["with a key twice", "name: postgres-dump", "name: postgres-dump\nname: other", /unique/],
    ["with an alias", "title: Dump", "x: &a 1\ny: *a\ntitle: Dump", /alias/i],
    ["that is no YAML", "steps:", "steps: [", /./],
    ["of a later format", "dbshift/v1", "dbshift/v2", /dbshift\/v1/],
  ])("%s", (_, from, to, said) => {
    expect(problemsOf(changed(from, to))).toMatch(said);
  });

  test.each([
    ["nothing", ""],
    ["a list", "- a"],
    ["a number", "15.10"],
    ["deep nesting", "[".repeat(10_000)],
    ["a tag", "!!js/function 'x'"],
    ["a prototype", "__proto__: { polluted: true }"],
    ["too much", "# ".padEnd(300_000, "x")],
  ])("when it is %s", (_, text) => {
    expect(problemsOf(text)).not.toBe("none");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("with a step of the return graph that shares its id with a step of the run", () => {
    expect(problemsOf(changed("id: measure", "id: dump"))).toMatch(/Two steps are called "dump"|not a step/);
  });

  test("with a return step that can only be undone", () => {
    const text = changed("use: docker/stop-target", "use: docker/stop-source");
    expect(problemsOf(text)).toMatch(/after the pivot only checks and retryable/);
  });
});
