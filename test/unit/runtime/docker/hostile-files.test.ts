import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { DbshiftError, messageOf, UsageError } from "../../../../src/core/errors.ts";
import { endpointOf } from "../../../../src/runtime/docker/endpoint.ts";
import { registryCredentials } from "../../../../src/runtime/docker/registry-credentials.ts";
import { sshCommand } from "../../../../src/runtime/docker/ssh-command.ts";

/** What a piece of work ends in: nothing, or an error of ours. Anything else fails the test. */
async function ends(work: () => unknown): Promise<DbshiftError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof DbshiftError) return error;
    throw error;
  }
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, 0, "", [], {}, [null], { a: null }, "x\u001b[2J", 2 ** 53, [[1]]),
);

describe("whatever is in Docker's own files", () => {
  let home: string;
  beforeAll(async () => void (home = await mkdtemp(join(tmpdir(), "dbshift-hostile-"))));
  afterAll(() => rm(home, { recursive: true }));
  const environment = (): Record<string, string> => ({ DOCKER_CONFIG: home });

  test("a pull asks with a name and a password that are text, or with none", async () => {
    const auths = fc.record({
      "localhost:5000": fc.oneof(
        anything,
        fc.record({ auth: anything }),
        fc.record({ identitytoken: anything }),
      ),
    });
    const config = fc.oneof(
      anything,
      fc.record({
        auths: fc.oneof(auths, anything),
        credHelpers: anything,
        credsStore: fc.constantFrom(null, 5, "../x", [], {}),
      }),
    );
    await fc.assert(
      fc.asyncProperty(config, async (value) => {
        await writeFile(join(home, "config.json"), JSON.stringify(value));
        const found = await registryCredentials("localhost:5000/x", home);
        expect(Object.values(found ?? {}).every((part) => typeof part === "string")).toBe(true);
        await ends(() => endpointOf({ environment: environment(), home }));
      }),
      { numRuns: 150 },
    );
  });

  test("a file that is damaged is named, and nothing in it is quoted: passwords are in there (I11)", async () => {
    const secret = Buffer.from("user:canary-password").toString("base64");
    await writeFile(join(home, "config.json"), `{"auths":{"r":{"auth": ${secret}"}}}`);
    const error = await ends(() => endpointOf({ environment: environment(), home }));
    expect(error).toBeInstanceOf(UsageError);
    const said = [messageOf(error), ...(error?.detail ?? [])].join(" ");
    expect(said).toContain("config.json");
    for (let at = 0; at + 4 <= secret.length; at += 1) expect(said).not.toContain(secret.slice(at, at + 4));
  });

  test("DOCKER_HOST and --context are an address, or an error of ours", async () => {
    const word = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }).filter((text) => !text.includes("\0")),
      fc.constantFrom(
        "",
        "-v",
        "--format={{.}}",
        "../../etc",
        "__proto__",
        "constructor",
        "ssh://",
        "tcp://",
        "unix://",
        "://",
        "ssh://-oProxyCommand=x",
        "ssh://a/$(id)",
      ),
    );
    await fc.assert(
      fc.asyncProperty(word, word, async (host, context) => {
        await ends(() => endpointOf({ environment: { DOCKER_HOST: host }, home }));
        await ends(() => endpointOf({ environment: { DOCKER_CONTEXT: context }, home: "/nowhere" }));
        await ends(() => endpointOf({ context, environment: {}, home: "/nowhere" }));
        if (!URL.canParse(`ssh://${host}`)) return;
        await ends(() => {
          const argv = sshCommand(new URL(`ssh://${host}`));
          const at = argv.indexOf("--");
          // Before it are options of ours alone, behind it the host; the rest has nothing a shell could obey.
          expect(argv.slice(0, at).every((part) => !/^-o./.test(part))).toBe(true);
          expect(argv.slice(at + 2).join(" ")).toMatch(
            /^docker (?:--host unix:\/\/[\w./@+-]+ )?system dial-stdio$/,
          );
        });
      }),
      { numRuns: 300 },
    );
  });
});
