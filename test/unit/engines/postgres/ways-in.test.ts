import { describe, expect, test } from "vitest";
import { enter, enterAgain } from "../../../../src/engines/postgres/ways-in.ts";
import type { Plan } from "../../../../src/core/plan.ts";
import type { Container } from "../../../../src/ports/runtime.ts";
import { recall } from "../../../../src/engines/postgres/recall.ts";
import { sampleContainer, sampleFacts } from "./sample.ts";
import { ScriptedServer, type Login, type Script } from "./scripted-server.ts";

const superuser = [["superuser", 16, "t"]] as const;
const nobody = [["superuser", 16, "f"]] as const;

let count = 0;
/** Each its own: answers of people are remembered by a container's name. */
function container(environment: Readonly<Record<string, string>> = {}): Container {
  count += 1;
  return {
    ...sampleContainer,
    state: "running",
    id: `c${count}`,
    name: `shop-${count}`,
    environment: new Map(Object.entries(environment)),
  };
}

function server(answer: Script["answer"], row: Script["row"] = superuser): ScriptedServer {
  return new ScriptedServer({ answer, row });
}

async function entrance(
  open: ReturnType<typeof enter>,
): Promise<{ way: string; role: string; database: string }> {
  const found = await open;
  if (!("session" in found)) throw new Error(JSON.stringify(found));
  await found.session.end();
  return found.login;
}

const tried = (to: ScriptedServer): string[] => to.logins.map(({ user, database }) => `${user}@${database}`);

describe("the way in", () => {
  test("is trust as POSTGRES_USER where the loopback is let in", async () => {
    const trusting = server(() => "ok");
    const login = await entrance(enter(trusting.runtime(), container({ POSTGRES_USER: "shop" })));
    expect(login).toEqual({ role: "shop", database: "postgres", port: 5432, way: "trust" });
  });

  test("is as postgres where POSTGRES_USER is no role", async () => {
    const renamed = server(({ user }) => (user === "postgres" ? "ok" : { error: "28000" }));
    const login = await entrance(enter(renamed.runtime(), container({ POSTGRES_USER: "shop" })));
    expect(login.role).toBe("postgres");
  });

  test("leads through another database where postgres was dropped", async () => {
    const dropped = server(({ database }) => (database === "template1" ? "ok" : { error: "3D000" }));
    const login = await entrance(enter(dropped.runtime(), container({ POSTGRES_DB: "shop" })));
    expect(login.database).toBe("template1");
    expect(tried(dropped)).toEqual(["postgres@postgres", "postgres@shop", "postgres@template1"]);
  });

  test("is the password of the environment, and only after trust was refused", async () => {
    const asking = server(() => ({ password: "s3cret" }));
    const login = await entrance(enter(asking.runtime(), container({ POSTGRES_PASSWORD: "s3cret" })));
    expect(login.way).toBe("environment");
    expect(asking.logins).toHaveLength(2);
  });

  test("is the password of the secret file, less the newline at its end", async () => {
    const asking = server(() => ({ password: "s3cret" }));
    const files = { "/run/secrets/pg": "s3cret\n" };
    const user = container({ POSTGRES_PASSWORD_FILE: "/run/secrets/pg" });
    expect((await entrance(enter(asking.runtime(files), user))).way).toBe("file");
  });

  test("is a person last, who is asked once", async () => {
    const asking = server(() => ({ password: "typed" }));
    const user = container({ POSTGRES_PASSWORD: "old" });
    const questions: string[] = [];
    const ask = (question: string): Promise<string> => {
      questions.push(question);
      return Promise.resolve("typed");
    };
    const login = await entrance(enter(asking.runtime(), user, { ask }));
    expect(login.way).toBe("person");
    await (await enterAgain(asking.runtime(), user, { ...login, port: 5432, way: "person" })).end();
    expect(questions).toHaveLength(1);
  });

  test("keeps no wrong answer", async () => {
    const asking = server(() => ({ password: "right" }));
    const user = container();
    const answers = ["wrong", "right"];
    const ask = (): Promise<string | undefined> => Promise.resolve(answers.shift());
    expect(await enter(asking.runtime(), user, { ask })).toMatchObject([{ code: "PG-NO-LOGIN" }]);
    expect((await entrance(enter(asking.runtime(), user, { ask }))).way).toBe("person");
  });

  test("goes by the port the container's command line gives", async () => {
    const trusting = server(() => "ok");
    await entrance(enter(trusting.runtime(), { ...container(), command: ["postgres", "-p", "5433"] }));
    expect(trusting.ports).toEqual([5433]);
  });
});

describe("there is no way in", () => {
  test("with a wrong password: a blocker that names what was tried, and no secret", async () => {
    const asking = server(() => ({ password: "right" }));
    const found = await enter(asking.runtime(), container({ POSTGRES_PASSWORD: "wr0ng" }));
    expect(found).toMatchObject([{ code: "PG-NO-LOGIN", severity: "blocker" }]);
    expect(JSON.stringify(found)).toContain("POSTGRES_PASSWORD");
    expect(JSON.stringify(found)).not.toContain("wr0ng");
  });

  test("as a role that is not a superuser", async () => {
    const found = await enter(server(() => "ok", nobody).runtime(), container());
    expect(JSON.stringify(found)).toContain("not a superuser");
  });

  test("while the server starts; nothing else is tried", async () => {
    const starting = server(() => ({ error: "57P03" }));
    const found = await enter(
      starting.runtime(),
      container({ POSTGRES_USER: "shop", POSTGRES_PASSWORD: "x" }),
    );
    expect(found).toMatchObject([{ code: "PG-NOT-READY" }]);
    expect(starting.logins).toHaveLength(1);
  });

  test("where an error says nothing about logins", async () => {
    const broken = server((_: Login) => ({ error: "XX001" }));
    expect(await enter(broken.runtime(), container())).toMatchObject([{ code: "PG-UNREACHABLE" }]);
  });
});

describe("a run that goes on where a person's password let the plan in", () => {
  const begun = ({ name }: Container, way: "person" | "environment" = "person"): Plan =>
    ({
      source: { container: name },
      facts: { ...sampleFacts, login: { role: "postgres", database: "postgres", port: 5432, way } },
    }) as unknown as Plan;

  test("asks for it once, and every later login has it, also in the container that took the name", async () => {
    const asking = server(() => ({ password: "typed" }));
    const user = container();
    const questions: string[] = [];
    const ask = (question: string): Promise<string> => {
      questions.push(question);
      return Promise.resolve("typed");
    };
    await recall(asking.runtime({}, user), begun(user), ask);
    expect((await entrance(enter(asking.runtime(), { ...user, id: "its successor" }))).way).toBe("person");
    expect(questions).toEqual([`Password of role "postgres" in container ${user.name}`]);
  });

  test("says so where nobody can be asked, and changes nothing", async () => {
    const user = container();
    const nothing = server(() => "ok").runtime({}, user);
    await expect(recall(nothing, begun(user), undefined)).rejects.toThrow(/typed by a person/);
  });

  test("refuses an answer that is not let in, and asks anew the next time", async () => {
    const asking = server(() => ({ password: "right" }));
    const user = container();
    const answers = ["wrong", "right"];
    const ask = (): Promise<string | undefined> => Promise.resolve(answers.shift());
    await expect(recall(asking.runtime({}, user), begun(user), ask)).rejects.toThrow(/nobody can log in/);
    await recall(asking.runtime({}, user), begun(user), ask);
    expect(answers).toEqual([]);
  });

  test("asks nothing where the container has the password itself", async () => {
    const user = container();
    const ask = (): Promise<string> => Promise.reject(new Error("asked"));
    await recall(server(() => "ok").runtime({}, user), begun(user, "environment"), ask);
  });
});
