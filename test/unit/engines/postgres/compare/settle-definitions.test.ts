import { describe, expect, test } from "vitest";
import type { Difference } from "../../../../../src/engines/postgres/compare/inventory.ts";
import type { Kind } from "../../../../../src/engines/postgres/compare/kind.ts";
import { settleDefinitions } from "../../../../../src/engines/postgres/compare/settle-definitions.ts";
import { someDifference } from "./some-item.ts";
import { scriptedSession, sqlError, type ScriptedSession } from "./scripted-session.ts";

const kind: Kind = {
  name: "view",
  sql: () => "",
  rephrase: {
    definition: ({ source }) => ({ statements: [`create ${String(source)}`], read: "read" }),
  },
};

const worded = (source: string | null, target: string | null = "new words"): Difference =>
  someDifference({ kind: "view", property: "definition", source, target });

/** A server that words every text it is given as `new words`. */
const server = (failing?: { when: string; error: Error }): ScriptedSession =>
  scriptedSession((sql) => {
    if (failing !== undefined && sql.includes(failing.when)) throw failing.error;
    return sql === "read" ? [{ text: "new words" }] : [];
  });

describe("two definitions of different words", () => {
  test("are the same where the target words the source's text like its own", async () => {
    const session = server();
    expect(await settleDefinitions(session, kind, [worded("old words")])).toEqual([]);
    expect(session.ran.at(0)).toBe("begin");
    expect(session.ran.at(-1)).toBe("rollback");
  });

  test("differ where it words it otherwise", async () => {
    const differences = [worded("old words", "other words")];
    expect(await settleDefinitions(server(), kind, differences)).toEqual(differences);
  });

  test("differ where it does not take the source's text, and the next is tried", async () => {
    const refused = worded("bad words");
    const session = server({ when: "create bad", error: sqlError("syntax error") });
    expect(await settleDefinitions(session, kind, [refused, worded("old words")])).toEqual([refused]);
    expect(session.ran.filter((sql) => sql.startsWith("rollback to"))).toHaveLength(2);
  });

  test("are a failure where the connection breaks, never the same", async () => {
    const broken = server({ when: "create old", error: new Error("connection ended") });
    await expect(settleDefinitions(broken, kind, [worded("old words")])).rejects.toThrow("connection ended");
  });
});

test("nothing is created in the target where no words differ", async () => {
  const session = server();
  const differences = [worded(null), worded("old words", null), someDifference({ kind: "view" })];
  expect(await settleDefinitions(session, kind, differences)).toEqual(differences);
  expect(session.ran).toEqual([]);
});
