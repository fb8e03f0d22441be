import { duplexPair } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { RuntimeUnreachable } from "../../../../src/core/errors.ts";
import { NotConnected } from "../../../../src/engines/postgres/not-connected.ts";
import { openSession } from "../../../../src/engines/postgres/session.ts";
import { silently } from "../../../../src/engines/postgres/silently.ts";
import { enter } from "../../../../src/engines/postgres/ways-in.ts";
import type { RuntimeReader } from "../../../../src/ports/runtime.ts";
import { sampleContainer } from "./sample.ts";
import { ScriptedServer, type Answer } from "./scripted-server.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const options = { role: "shop", database: "postgres" };

async function refusedBy(answer: Answer, password?: string): Promise<NotConnected> {
  const server = new ScriptedServer({ answer: () => answer });
  const error: unknown = await openSession(server.runtime(), "c", { ...options, password }).catch(
    (e: unknown) => e,
  );
  if (error instanceof NotConnected) return error;
  throw new Error("The session opened.");
}

describe("a session", () => {
  test("takes a database that looks like a connection string for its name", async () => {
    const server = new ScriptedServer({ answer: () => "ok" });
    const database = "host=127.0.0.9 port=1";
    const session = await openSession(server.runtime(), "c", { ...options, database });
    await session.end();
    expect(server.logins[0]?.database).toBe(database);
  });

  test("takes nothing from the caller's environment", async () => {
    for (const name of ["HOST", "USER", "DATABASE", "PASSWORD", "APPNAME", "CLIENT_ENCODING", "BINARY"]) {
      vi.stubEnv(`PG${name}`, "leaked");
    }
    vi.stubEnv("PGOPTIONS", "-c leaked=1");
    vi.stubEnv("PGPORT", "1");
    vi.stubEnv("PGSSLMODE", "require");
    vi.stubEnv("PGSSLNEGOTIATION", "direct");
    vi.stubEnv("PGREPLICATION", "database");
    vi.stubEnv("PGCONNECT_TIMEOUT", "0");
    const server = new ScriptedServer({ answer: () => "ok" });
    const session = await openSession(server.runtime(), "c", options);
    await session.end();
    const said = Object.fromEntries(server.logins[0]?.parameters ?? []);
    expect(JSON.stringify(said)).not.toContain("leaked");
    expect(said).toMatchObject({ user: "shop", database: "postgres", replication: "false" });
    expect(server.ports).toEqual([5432]);
  });

  test("hands over no password of the caller's when it has none of its own", async () => {
    vi.stubEnv("PGPASSWORD", "right");
    expect((await refusedBy({ password: "right" })).reason).toBe("password-wanted");
  });

  test("pins what shapes results, in the login itself", async () => {
    const server = new ScriptedServer({ answer: () => "ok" });
    await (await openSession(server.runtime(), "c", options)).end();
    const sent = server.logins[0]?.parameters.get("options");
    for (const pin of [
      "search_path=pg_catalog",
      "TimeZone=UTC",
      "client_encoding=UTF8",
      "row_security=off",
    ]) {
      expect(sent).toContain(`-c ${pin}`);
    }
    expect(server.logins[0]?.parameters.get("application_name")).toBe("dbshift/look");
  });

  test("on a private server has the server write down nothing of it, whatever a role is set to (I11)", async () => {
    const server = new ScriptedServer({ answer: () => "ok" });
    await (await openSession(server.runtime(), "c", { ...options, settings: silently })).end();
    const sent = server.logins[0]?.parameters.get("options");
    for (const pin of ["log_statement=none", "log_min_messages=fatal", "pg_stat_statements.track=none"]) {
      expect(sent).toContain(`-c ${pin}`);
    }
  });

  test("loses nothing of a number too big for one", async () => {
    const row = [
      ["big", 20, "9223372036854775807"],
      ["decimal", 1700, "0.1000"],
      ["yes", 16, "t"],
      ["names", 1003, '{a,"b c"}'],
    ] as const;
    const server = new ScriptedServer({ answer: () => "ok", row });
    const session = await openSession(server.runtime(), "c", options);
    const schema = z.object({
      big: z.bigint(),
      decimal: z.string(),
      yes: z.boolean(),
      names: z.array(z.string()),
    });
    expect(await session.row(schema, "select")).toEqual({
      big: 9223372036854775807n,
      decimal: "0.1000",
      yes: true,
      names: ["a", "b c"],
    });
    await session.end();
  });

  test("refuses a row that is not what was asked for", async () => {
    const server = new ScriptedServer({ answer: () => "ok", row: [["count", 25, "many"]] });
    const session = await openSession(server.runtime(), "c", options);
    await expect(session.rows(z.object({ count: z.bigint() }), "select")).rejects.toThrow();
    await session.end();
  });

  // Each of them a little later on the way from the stream to the login.
  test.for([0, 1, 2, 3, 4, 5, 6])(
    "that is aborted %i steps after it was dialled fails where it is heard",
    async (steps) => {
      const unheard = vi.fn();
      process.on("unhandledRejection", unheard);
      const stop = new AbortController();
      const server = new ScriptedServer({ answer: () => "ok" });
      const dial = async (_id: string, port: number) => {
        const stream = await server.dial(port);
        let later = Promise.resolve();
        for (let step = 0; step < steps; step += 1) later = later.then(() => undefined);
        void later.then(() => {
          stop.abort(new Error("enough"));
        });
        return stream;
      };
      const runtime = { dial } as unknown as RuntimeReader;
      await expect(openSession(runtime, "c", { ...options, signal: stop.signal })).rejects.toThrow("enough");
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      process.off("unhandledRejection", unheard);
      expect(unheard).not.toHaveBeenCalled();
    },
  );

  test("that is aborted ends at once", async () => {
    const server = new ScriptedServer({ answer: () => "ok" });
    const stop = new AbortController();
    const session = await openSession(server.runtime(), "c", { ...options, signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(session.run("select 1")).rejects.toMatchObject({ reason: "unreachable" });
    await session.end();
  });
});

describe("no session comes about, and the reason is the SQLSTATE's", () => {
  test.each([
    ["28000", "not-admitted"],
    ["28P01", "wrong-password"],
    ["3D000", "no-database"],
    ["55000", "no-database"],
    ["57P03", "starting"],
    ["53300", "full"],
    ["XX000", "other"],
  ])("%s is %s, in whatever language", async (error, reason) => {
    const found = await refusedBy({ error, text: "das Datenbanksystem startet" });
    expect(found).toMatchObject({ reason, sqlstate: error });
  });

  test("a wrong password is a wrong password", async () => {
    expect((await refusedBy({ password: "right" }, "wrong")).reason).toBe("wrong-password");
  });

  test("where nothing listens", async () => {
    const runtime = { dial: () => Promise.reject(new Error("refused")) } as unknown as RuntimeReader;
    await expect(openSession(runtime, "c", options)).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("where the connection ends before a word is said", async () => {
    const [ours, theirs] = duplexPair();
    theirs.end();
    theirs.resume();
    const runtime = { dial: () => Promise.resolve(ours) } as unknown as RuntimeReader;
    await expect(openSession(runtime, "c", options)).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("where somebody listens and says nothing", async () => {
    const [ours] = duplexPair();
    const runtime = { dial: () => Promise.resolve(ours) } as unknown as RuntimeReader;
    await expect(openSession(runtime, "c", { ...options, seconds: 0.05 })).rejects.toMatchObject({
      reason: "timeout",
    });
    expect(ours.destroyed).toBe(true);
  });

  test("and no answer of the container engine's is an error of its own", async () => {
    const gone = new RuntimeUnreachable({ summary: "gone" });
    const runtime = { dial: () => Promise.reject(gone) } as unknown as RuntimeReader;
    await expect(openSession(runtime, "c", options)).rejects.toBe(gone);
    await expect(enter(runtime, sampleContainer)).rejects.toBe(gone);
  });
});
