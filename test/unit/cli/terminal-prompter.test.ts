import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { terminalPrompter } from "../../../src/cli/terminal-prompter.ts";

const program = fileURLToPath(new URL("ask-a-person.ts", import.meta.url));

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-prompt-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Asks in a terminal, answers with these keys, and returns what came out on stdout and what was on the screen. */
async function answer(keys: string, kind: string): Promise<{ out: string; screen: string }> {
  const file = join(directory, "out");
  const line = `'${process.execPath}' '${program}' ${kind} > '${file}'`;
  const asked = execa("script", ["--quiet", "--command", line, "/dev/null"], { env: { TERM: "xterm" } });
  const question = kind === "type" ? 'Type "demo-db"' : "Go on?";
  let screen = "";
  let answered = false;
  asked.stdout.on("data", (data: Buffer) => {
    screen += data.toString();
    if (answered || !screen.includes(question)) return;
    answered = true;
    asked.stdin.write(keys);
  });
  await asked;
  return { out: await readFile(file, "utf8"), screen };
}

describe("a question at the terminal", () => {
  const answers: readonly [keys: string, kind: string, out: string][] = [
    ["y\r", "confirm", "true"],
    ["\r", "confirm", "false"],
    ["\u0003", "confirm", "interrupted by SIGINT"],
    ["demo-db\r", "type", "true"],
    ["demo\r", "type", "false"],
    ["\u0003", "type", "interrupted by SIGINT"],
  ];
  test.each(answers)("%j to a question to %s is %s", async (keys, kind, out) => {
    const said = await answer(keys, kind);
    expect(said.out).toBe(out);
    expect(said.screen).toContain(kind === "type" ? "This removes it." : "Go on?");
  });
});

test("where nobody can be asked every question is refused, and names the option to give instead", async () => {
  const prompter = terminalPrompter(false);
  await expect(prompter.confirm("Go on?")).rejects.toThrow(UsageError);
  await expect(prompter.confirmByTyping("Go on?", "demo-db")).rejects.toMatchObject({
    exit: 2,
    detail: expect.arrayContaining([expect.stringContaining("--yes")]) as unknown,
  });
});
