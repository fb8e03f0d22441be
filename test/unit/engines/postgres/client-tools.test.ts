import { expect, test } from "vitest";
import {
  readClientTools,
  whoDumps,
  type ClientTools,
} from "../../../../src/engines/postgres/client-tools.ts";

const tools = (pgDump: string | undefined, leavesNotesOut = false): ClientTools => ({
  pgDump,
  psql: pgDump,
  leavesNotesOut,
});

test("what an image has is read from what its tools print", () => {
  const printed =
    "pg_dump (PostgreSQL) 17.12 (Debian 17.12-0+deb13u1)\npsql (PostgreSQL) 17.12\nknows pg_attver\n";
  expect(readClientTools(printed)).toEqual({ pgDump: "17", psql: "17", leavesNotesOut: true });
  expect(readClientTools("\npsql (PostgreSQL) 17.2\n")).toEqual({
    pgDump: undefined,
    psql: "17",
    leavesNotesOut: false,
  });
});

test.for([
  { which: "the target's pg_dump of its own major dumps", from: tools("15"), to: tools("16"), who: "target" },
  {
    which: "without one in the target the source's does",
    from: tools("15"),
    to: tools(undefined),
    who: "source",
  },
  { which: "never one of a third major", from: tools("15"), to: tools("17"), who: "source" },
  {
    which: "the source's does where the target's would dump the source server's own notes",
    from: tools("15", true),
    to: tools("16", false),
    who: "source",
  },
  { which: "both know the notes", from: tools("15", true), to: tools("16", true), who: "target" },
  { which: "the source has none at all", from: tools(undefined), to: tools("16"), who: "target" },
])("$which", ({ from, to, who }) => {
  expect(whoDumps(from, to, "16")).toBe(who);
});
