import { expect, test } from "vitest";
import { linesReadOtherwise } from "../../../../src/engines/postgres/access-patterns.ts";

const none = "local all all trust\n";

test("what 16 takes for every role, for members or for an expression is named by its line", () => {
  const mappings = [
    "# map who role",
    "ops root all",
    "ops deploy +dba",
    'ops "some one" /^x$',
    "",
    'ops a "/y"',
  ];
  expect(linesReadOtherwise(none, mappings.join("\n"))).toEqual([
    "pg_ident.conf, line 2",
    "pg_ident.conf, line 3",
    "pg_ident.conf, line 4",
    "pg_ident.conf, line 6",
  ]);
  const rules = ["host /x all 127.0.0.1/32 trust", "host all a,/b samenet md5", "local all all peer map=ops"];
  expect(linesReadOtherwise(rules.join("\r\n"), "")).toEqual(["pg_hba.conf, line 1", "pg_hba.conf, line 2"]);
});

test("what both take for the same name is not: quoted, an expression for the outside name, a comment", () => {
  const mappings = [
    'ops root "all"',
    'ops deploy "+dba"',
    "ops /^(.*)@corp$ \\1",
    "# ops root all",
    "ops root allan",
  ];
  expect(linesReadOtherwise(none, mappings.join("\n"))).toEqual([]);
  expect(linesReadOtherwise("host all +dba 10.0.0.0/8 md5\nhost a b 10.0.0.0/8 md5", "")).toEqual([]);
});
