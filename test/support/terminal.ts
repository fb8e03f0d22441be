import { stripVTControlCharacters } from "node:util";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Typed {
  readonly exit: number | undefined;
  /** Everything that was on the screen, without what positions and colours it. */
  readonly screen: string;
}

/** Types a line into bash at a terminal of 80 columns, and the keys once what is waited for is on the screen. */
export async function typeAtTerminal(
  line: string,
  [question, keys]: readonly [question: string, keys: string],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<Typed> {
  const shell = `unset CI; stty cols 80 rows 50; ${line.replace("dbshift", `'${process.execPath}' '${program}'`)}`;
  const words = ["--quiet", "--return", "--flush", "--command", `bash -c ${JSON.stringify(shell)}`];
  const terminal = execa("script", [...words, "/dev/null"], {
    cwd,
    env: { TERM: "xterm", ...env },
    reject: false,
  });
  let screen = "";
  let answered = false;
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += stripVTControlCharacters(text).replaceAll("\r", "");
    if (answered || !screen.includes(question)) return;
    answered = true;
    terminal.stdin.write(keys);
  });
  return { exit: (await terminal).exitCode, screen };
}
