import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { postgresSteps } from "../../../src/engines/postgres/steps.ts";
import { readPlaybook } from "../../../src/playbook/read-playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import { dockerSteps } from "../../../src/steps/docker-steps.ts";

const registry = stepRegistry(dockerSteps, postgresSteps);
const shipped = readFileSync(new URL("../../../playbooks/postgres-dump.yaml", import.meta.url), "utf8");

/** The playbook that is shipped with some things put in the place of others, and its problems as `line: sentence`. */
function problemsWith(...changes: readonly (readonly [from: string, to: string])[]): string[] {
  const text = changes.reduce((changed, [from, to]) => {
    expect(changed).toContain(from);
    return changed.replace(from, to);
  }, shipped);
  const read = readPlaybook(text, registry, ["postgres"]);
  return "problems" in read ? read.problems.map((each) => `${each.line}: ${each.text}`) : [];
}

const lineOf = (text: string): number => shipped.slice(0, shipped.indexOf(text)).split("\n").length;

test("a playbook that is right has no problems", () => {
  expect(problemsWith()).toEqual([]);
});

test("whatever is wrong is told at once, each with its line, in the order of the text", () => {
  const said = problemsWith(
    ["title: Dump", "titel: Dump"],
    ["phase: cutover, after: [restart-off]", "phase: cutover, after: [fence]"],
    ["use: docker/keep-source", "use: docker/keep-sauce"],
  );
  expect(said).toEqual([
    "1: At title: it is missing.",
    `${lineOf("title: Dump")}: Unrecognized key: "titel".`,
    `${lineOf("{ id: stop,")}: The steps form a cycle: stop → fence → isolate → stop.`,
    `${lineOf("{ id: keep,")}: Step "keep" uses "docker/keep-sauce", which dbshift does not have.`,
  ]);
});

test("what would break an invariant is told at the step that would do it", () => {
  expect(
    problemsWith([
      "use: docker/pull-image,\n      phase: prepare",
      "use: docker/pull-image,\n      phase: preflight",
    ]),
  ).toContain(`${lineOf("{\n      id: pull")}: Step "pull" has an effect, but preflight may only look.`);
});

test.each([
  ["retire", "use: docker/retire-source, phase: retire"],
  ["retire-target", "use: docker/retire-target, phase: retire"],
])("a run may not remove a copy that its %s is to remove days later (I1)", (id, written) => {
  expect(problemsWith([written, written.replace("phase: retire", "phase: soak")])).toContain(
    `${lineOf(`{ id: ${id},`)}: Step "${id}" removes a copy for good, so it belongs to the phase retire.`,
  );
});

test("a step of the way back may not miss what only the run could have written down", () => {
  const said = problemsWith(
    ["  - { id: flush, use: postgres/flush-target, phase: cutover, needs: [restore] }\n", ""],
    ["after: [verify, written, flush]", "after: [verify, written]"],
  );
  expect(said).toEqual([
    `${lineOf("{ id: measure,") - 1}: Step "measure" uses the result of postgres/flush-target, ` +
      "which is neither among the return steps before it nor done before the pivot.",
  ]);
});

test("a run that would open the target without the last witness is refused (I2)", () => {
  const said = problemsWith(
    ["  - { id: prove, use: postgres/prove-fence, phase: cutover, needs: [dump], after: [verify] }\n", ""],
    ["needs: [examine], after: [prove]", "needs: [examine]"],
  );
  expect(said).toEqual([
    `${lineOf("{ id: open,") - 1}: Nothing proves before the pivot "open" that the fence held.`,
  ]);
});

test("a second step of one name is told at the second", () => {
  const twice = "  - { id: stop, use: docker/stop-source, phase: cutover, after: [restart-off] }";
  expect(problemsWith([twice, `${twice}\n${twice}`])).toEqual([
    `${lineOf(twice) + 1}: Two steps are called "stop".`,
  ]);
});

test("a database nobody knows is told at its line", () => {
  expect(problemsWith(["engine: postgres", "engine: postgrse"])).toEqual([
    `${lineOf("engine: postgres")}: It is for "postgrse"; the databases dbshift knows are: postgres.`,
  ]);
});

test("every mistake in the YAML itself is told with its line", () => {
  const said = problemsWith(
    ["name: postgres-dump", "name: one\nname: two"],
    ["strategy: dump", "strategy: &a dump\ndescription: *a"],
  );
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/unique/);
  expect(said[1]).toMatch(/An alias has no place/);
});
