import { execaSync } from "execa";
import { describe, expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { StepError } from "../../../../src/core/errors.ts";
import { linesReadOtherwise } from "../../../../src/engines/postgres/access-patterns.ts";
import { readServerArguments } from "../../../../src/engines/postgres/arguments.ts";
import { clusterSearch } from "../../../../src/engines/postgres/cluster-search.ts";
import { freeBytesIn } from "../../../../src/engines/postgres/disk-space.ts";
import { globalsFilter, globalsLength } from "../../../../src/engines/postgres/globals-filter.ts";
import { parseContents } from "../../../../src/engines/postgres/inspect-image.ts";
import { quoteIdent, quoteLiteral } from "../../../../src/engines/postgres/quote.ts";
import { renderAutoSettings, withoutSettings } from "../../../../src/engines/postgres/render-settings.ts";
import { targetImage } from "../../../../src/engines/postgres/target-image.ts";
import { majorOf } from "../../../../src/engines/postgres/version.ts";

const any = fc.string({ unit: "binary", maxLength: 60 });
const long = (part: string): string => part.repeat(Math.ceil(300_000 / part.length));

describe("a filter of a dump's first part (I15)", () => {
  const names = fc
    .string({ unit: fc.constantFrom(...Array.from("'\"\\;$-ab \n\t.éE")), minLength: 1, maxLength: 12 })
    // pg_dumpall itself refuses a line break in the name of a role or a database.
    .filter((name) => !/[\n\r]/.test(name) && !["boot", "other"].includes(name));
  const comments = fc.string({
    unit: fc.constantFrom(...Array.from("'\"\\;$-ab\nCREATE ROLEboot;GRANTEDBYto")),
    maxLength: 40,
  });

  const filter = (text: string, strip: boolean): string => {
    const env = {
      PATH: process.env["PATH"],
      LC_ALL: "C",
      DBSHIFT_ROLE_PLAIN: "CREATE ROLE boot;",
      DBSHIFT_ROLE_QUOTED: 'CREATE ROLE "boot";',
      DBSHIFT_STRIP_GRANTOR: strip ? "yes" : "no",
    };
    return execaSync("awk", [globalsFilter], { input: text, env, extendEnv: false, stripFinalNewline: false })
      .stdout;
  };

  test("leaves out the one line of the bootstrap role and grantors, and nothing else, whatever names and comments say", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, comments), { maxLength: 6 }), fc.boolean(), (roles, strip) => {
        const before = roles.flatMap(([role, comment]) => [
          `CREATE ROLE ${quoteIdent(role)};`,
          `COMMENT ON ROLE ${quoteIdent(role)} IS ${quoteLiteral(`x\n${comment}\nCREATE ROLE "boot";\nGRANT a TO b GRANTED BY c;`)};`,
        ]);
        const grants = roles.map(([role]) => `GRANT ${quoteIdent(role)} TO "other"`);
        const from = [
          ...before,
          'CREATE ROLE "boot";',
          ...grants.map((grant, index) => `${grant} GRANTED BY ${quoteIdent(roles[index]?.[0] ?? "")};`),
          "",
        ];
        const to = [
          ...before,
          ...grants.map((grant, index) =>
            strip ? `${grant};` : `${grant} GRANTED BY ${quoteIdent(roles[index]?.[0] ?? "")};`,
          ),
          "",
        ];
        expect(filter(from.join("\n"), strip)).toBe(to.join("\n"));
      }),
      { numRuns: 60 },
    );
  });

  test("ends before the first \\connect that is a command, and at no other", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, comments), { maxLength: 4 }), (roles) => {
        const head = `-- a 'comment\n${roles.map(([role, comment]) => `COMMENT ON ROLE ${quoteIdent(role)} IS ${quoteLiteral(`${comment}\n\\connect x\n`)};\n`).join("")}`;
        const text = `${head}\\connect template1\n\\connect x\n`;
        const printed = execaSync("awk", [globalsLength], { input: text, env: { LC_ALL: "C" } }).stdout;
        expect(Number(printed)).toBe(Buffer.byteLength(head));
      }),
      { numRuns: 60 },
    );
  });
});

describe("whatever a container or an image prints", () => {
  const said = fc.oneof(
    any,
    fc.constantFrom(long("1 "), long("a"), long("\n"), long('"'), "\u001b[2J", "\0"),
  );

  test("is the free space, or an error of ours", () => {
    const header = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";
    fc.assert(
      fc.property(said, fc.boolean(), (text, headed) => {
        try {
          expect(freeBytesIn(headed ? header + text : text)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(StepError);
        }
      }),
    );
  });

  test("is what is in the image, or an error of ours; a section's head cannot be made up", () => {
    fc.assert(
      fc.property(said, (text) => {
        try {
          parseContents(text, "0123456789abcdef");
          expect.fail("It was believed.");
        } catch (error) {
          expect(error).toBeInstanceOf(StepError);
        }
      }),
    );
  });

  test("is a cluster only where a whole line says so", () => {
    fc.assert(
      fc.property(said, (text) => {
        expect(clusterSearch.read(text)).toEqual([]);
      }),
    );
  });

  test.each([
    ["16beta1", "16"],
    ["16.4 (Debian 16.4-1.pgdg120+1)", undefined],
    ["170011", undefined],
    ["EnterpriseDB 15", undefined],
    ["CockroachDB", undefined],
    ["", undefined],
    ["15\n16", undefined],
    ["1e1", undefined],
    ["９.6", undefined],
    [long("1."), undefined],
  ])("%j is version %j", (version, major) => {
    expect(majorOf(version)).toBe(major);
  });
});

describe("whatever was typed as an image", () => {
  test("only the version of a tag is replaced, in the same repository", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          any,
          fc.constantFrom(
            "postgres:16 --privileged",
            "localhost:5000/../x",
            "postgres:16@sha256:short",
            long("a/"),
            long("a:"),
          ),
        ),
        (reference) => {
          const target = targetImage(reference, "16");
          if (target === undefined) return;
          expect(target.slice(0, target.lastIndexOf(":"))).toBe(
            reference.slice(0, reference.lastIndexOf(":")),
          );
        },
      ),
    );
    expect(targetImage("postgres:16 --privileged", "17")).toBeUndefined();
    expect(targetImage("postgres:15@sha256:short", "17")).toBeUndefined();
  });
});

describe("whatever is on a command line or in a file of the server", () => {
  test("each word is taken as a setting, the data directory, or not known; none is lost", () => {
    const word = fc.oneof(
      any,
      fc.constantFrom(
        "-c",
        "-D",
        "-p",
        "--",
        "-",
        "--x=1",
        "-cx=1",
        "-c x=1",
        "-B",
        "-i",
        "--__proto__=1",
        "-c",
        "constructor=1",
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const { settings, dataDirectory, unknown } = readServerArguments(words);
        const taken = settings.length + unknown.length + (dataDirectory === undefined ? 0 : 1);
        expect(taken === 0).toBe(words.length === 0);
        expect(
          settings.every(({ name, value }) => typeof name === "string" && typeof value === "string"),
        ).toBe(true);
      }),
    );
  });

  test("access rules of any length and shape are read at once", () => {
    for (const text of [long('"'), long('a"" '), long("a "), long(" "), long("a,"), long('"a'), long("#")]) {
      expect(linesReadOtherwise(text, text)).toEqual([]);
    }
    fc.assert(fc.property(any, any, (rules, mappings) => void linesReadOtherwise(rules, mappings)));
  });

  test("a line of a configuration file is commented out as a whole or left as it is", () => {
    fc.assert(
      fc.property(any, (text) => {
        const lines = withoutSettings(text, ["port", "__proto__"]).split("\n");
        expect(lines.map((line, index) => (line === text.split("\n")[index] ? line : line.slice(1)))).toEqual(
          text.split("\n"),
        );
      }),
    );
  });

  test("a name that is no setting's is written to no file, and a value starts no line of its own", () => {
    fc.assert(
      fc.property(any, any, (name, value) => {
        try {
          const [, , line = "", ...more] = renderAutoSettings([{ name, value }]).split("\n");
          expect(more).toEqual([""]);
          // Unicode's spaces are letters to the server, like every byte above ASCII.
          expect(line).toMatch(/^[^ \t\v\f\r='"#\\]+ = '(?:[^'\\]|''|\\\\)*'$/);
        } catch (error) {
          expect(error).toBeInstanceOf(StepError);
        }
      }),
    );
  });
});
