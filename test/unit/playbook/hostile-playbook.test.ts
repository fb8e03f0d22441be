import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { postgresSteps } from "../../../src/engines/postgres/steps.ts";
import { readPlaybook } from "../../../src/playbook/read-playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import { dockerSteps } from "../../../src/steps/docker-steps.ts";

const registry = stepRegistry(dockerSteps, postgresSteps);
const shipped = readFileSync(new URL("../../../playbooks/postgres-dump.yaml", import.meta.url), "utf8");
const fill = (part: string): string => part.repeat(Math.floor((40 * 1024) / part.length));
const numbered = (count: number, make: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => make(index));

function problemsOf(text: string): readonly string[] {
  const read = readPlaybook(text, registry, ["postgres"]);
  return "problems" in read ? read.problems.map((problem) => problem.text) : [];
}

describe("a playbook made to exhaust what reads it is refused at once, in words of ours (I12)", () => {
  test.each<[string, string, RegExp]>([
    ["brackets", fill("["), /nested too deeply/],
    ["braces", fill("{a: "), /nested too deeply/],
    ["closed brackets", "[".repeat(10_000) + "]".repeat(10_000), /nested too deeply/],
    ["dashes on one line", fill("- "), /nested too deeply/],
    ["question marks on one line", fill("? "), /nested too deeply/],
    ["indentation", numbered(600, (level) => `${" ".repeat(level)}a:`).join("\n"), /it is missing/],
    ["keys", numbered(6000, (index) => `k${String(index)}: 1`).join("\n"), /Unrecognized key/],
    ["one key", fill("k: 1\n"), /there twice/],
    ["aliases", `a: &a [1]\nb: [${fill("*a,")}]`, /An alias/],
    [
      "laughs",
      numbered(9, (n) => `a${String(n)}: &a${String(n)} [${`*a${String(n - 1)},`.repeat(9)}]`).join("\n"),
      /An alias|Unresolved/,
    ],
    ["steps", `steps: [${fill("{id: a},")}]`, /Too big|it is missing/],
    ["edges", `steps: [{id: a, needs: [${fill("b,")}]}]`, /more problems follow/],
    ["size", `#${"x".repeat(256 * 1024)}`, /larger than 256 KiB/],
  ])("%s", (_title, text, expected) => {
    const problems = problemsOf(text);
    expect(problems.some((problem) => expected.test(problem))).toBe(true);
    expect(problems.join("\n")).not.toMatch(/call stack|Stack overflow/);
    expect(problems.length).toBeLessThanOrEqual(101);
  });
});

describe("a playbook that could mean two things is refused (I15)", () => {
  const instead = (to: string): string => shipped.replace("name: postgres-dump", to);
  test.each<[string, string, RegExp]>([
    ["__proto__", `${shipped}\n__proto__: { polluted: 1 }\n`, /"__proto__"/],
    ["constructor", `${shipped}\nconstructor: { prototype: { polluted: 1 } }\n`, /"constructor"/],
    ["__proto__ in a step", shipped.replace("{ id: container", "{ __proto__: { id: x }, id: container"), /./],
    ["a step called __proto__", shipped.replace("id: container,", "id: __proto__,"), /an id is made of/],
    [
      "a step called constructor",
      `${shipped}  - { id: constructor, use: constructor, phase: soak }`,
      /constructor/,
    ],
    [
      "a use that only the language knows",
      shipped.replace("docker/check-names", "toString"),
      /toString|named like/,
    ],
    ["a tag of a language", instead("name: !!js/function 'x'"), /tag/i],
    ["a tag of one's own", instead("name: !mine postgres-dump"), /tag/i],
    ["a tag of YAML's own", instead("name: !!binary cG9zdGdyZXM="), /A tag/],
    ["another version of YAML", `%YAML 1.1\n---\n${shipped}`, /A directive/],
    ["two documents", `${shipped}\n---\n${shipped}`, /multiple documents/],
    ["a merge key", `${shipped}\n<<: { title: other }\n`, /"<<"/],
    ["a doubled key", `${shipped}\nname: other\n`, /"name" is there twice/],
    ["a doubled key, once in quotes", `${shipped}\n"name": other\n`, /"name" is there twice/],
    ["a doubled key of a step", shipped.replace("{ id: container", "{ id: container, id: image"), /./],
    ["a key that is a map", `? { a: 1 }\n: 2\n${shipped}`, /A key has to be a word/],
    ["a number for a name", instead("name: 012"), /expected string/],
    ["nothing for a name", instead("name: ~"), /expected string/],
    ["nothing at all", "", /expected object/],
    ["a comment", "# nothing", /expected object/],
    ["a NUL", `${shipped}\0`, /./],
  ])("%s", (_title, text, expected) => {
    expect(problemsOf(text).join("\n")).toMatch(expected);
    expect({}).not.toHaveProperty("polluted");
  });

  test.each([
    ["line ends of Windows", shipped.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${shipped}`],
    [
      "variables of the environment, which stay as they are",
      shipped.replace("title: Dump", "title: ${HOME} {{x}} Dump"),
    ],
  ])("and one with %s is taken", (_title, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe("whatever a playbook says", () => {
  const pieces = [
    "- ",
    "? ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a ",
    "!t ",
    "|\n",
    ">\n",
    "'",
    '"',
    "\n",
    "  ",
    "#",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "\t",
    "<<",
    "\\",
    "a",
    "1",
    "~",
    "\0",
    "\ufeff",
    "\u0085",
    "\u2028",
  ];

  test("reading it throws nothing, and says something where it is none", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(problemsOf(written)).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("a piece put in anywhere yields problems that have a place, or a playbook that says the same", () => {
    const whole = readPlaybook(shipped, registry);
    const place = fc.nat(shipped.length);
    fc.assert(
      fc.property(place, fc.constantFrom(...pieces), (at, piece) => {
        const read = readPlaybook(shipped.slice(0, at) + piece + shipped.slice(at), registry);
        if (!("problems" in read)) {
          expect(read.steps.map(({ use }) => use)).toEqual(
            "problems" in whole ? [] : whole.steps.map(({ use }) => use),
          );
          return;
        }
        for (const { line, column, text } of read.problems) {
          expect([line >= 1, column >= 1, text !== ""]).toEqual([true, true, true]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
