import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { createShop } from "../test/support/shop.ts";
import { playbookPicture } from "./record-picture.ts";

const readme = "README.md";
const socket = "dbshift-record";
const columns = 80;
const rows = 120;

/** Puts a fenced block between the two comments that keep its place. */
async function place(name: string, language: string, content: string): Promise<void> {
  const text = await readFile(readme, "utf8");
  const between = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(\\n<!-- /${name} -->)`);
  if (!between.test(text)) throw new Error(`${readme} has no place for the ${name}.`);
  const block = `\n\`\`\`${language}\n${content}\n\`\`\`\n`;
  await writeFile(
    readme,
    text.replace(between, (_, before: string, after: string) => `${before}${block}${after}`),
  );
}

const tmux = async (...args: readonly string[]): Promise<string> =>
  (await execa("tmux", ["-L", socket, "-f", "/dev/null", ...args])).stdout;

/** Everything the terminal shows and has shown; lines it broke by itself are joined again. */
const screen = (): Promise<string> => tmux("capture-pane", "-p", "-J", "-S", "-");

async function awaitOnScreen(what: RegExp, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!what.test((await screen()).trimEnd())) {
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what.source}:\n${await screen()}`);
    await sleep(200);
  }
}

async function openTerminal(home: string): Promise<void> {
  await symlink(resolve("bin/dbshift.js"), join(home, "dbshift"));
  const path = [home, dirname(process.execPath), process.env["PATH"] ?? ""].join(":");
  const given = { HOME: home, PATH: path, LANG: "C.UTF-8", PS1: "$ ", TERM: "screen-256color" };
  const { DOCKER_HOST: host } = process.env;
  const variables = Object.entries({ ...given, ...(host === undefined ? {} : { DOCKER_HOST: host }) });
  const shell = ["env", "-i", ...variables.map(([name, value]) => `${name}=${value}`), "bash"];
  const size = ["-x", String(columns), "-y", String(rows)];
  await tmux("new-session", "-d", ...size, "-c", home, ...shell, "--norc", "--noprofile");
  await awaitOnScreen(/\$$/, 10);
}

async function type(line: string): Promise<void> {
  await tmux("send-keys", "-l", line);
  await tmux("send-keys", "Enter");
}

/** The session as a person would have it, typed at the terminal. */
async function perform(): Promise<string> {
  await type("dbshift postgres 15->16 my-db");
  await awaitOnScreen(/\(y\/N\)$/, 120);
  await type("y");
  await awaitOnScreen(/\$$/, 900);
  await type("dbshift status");
  await sleep(500);
  await awaitOnScreen(/\$$/, 60);
  return screen();
}

/** Leaves out the plan's list of steps, the way to the home directory, and what the terminal is padded with. */
function trimmed(session: string, home: string): string {
  return session
    .replaceAll(home, "~")
    .replace(/^ {2}Steps\n(?: {2,}[^\n]*\n|\s*═[^\n]*\n)+/m, "  Steps\n    […]\n")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n\$\s*$/, "")
    .trim();
}

async function recordSession(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "dbshift-record-"));
  const shop = await createShop({ id: "record", container: "my-db" });
  try {
    await openTerminal(home);
    await place("session", "text", trimmed(await perform(), home));
  } finally {
    await tmux("kill-server").catch(() => undefined);
    await shop.remove();
    await rm(home, { recursive: true, force: true });
  }
}

await place("picture", "mermaid", playbookPicture("postgres-dump"));
if (!process.argv.includes("--picture")) await recordSession();
