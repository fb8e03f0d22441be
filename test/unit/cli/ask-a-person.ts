import { messageOf } from "../../../src/core/errors.ts";
import { terminalPrompter } from "../../../src/cli/terminal-prompter.ts";

// A program of its own, because a question wants a terminal: the test runs it in one, with stdout in a file.

const prompter = terminalPrompter(true);
try {
  const answer =
    process.argv[2] === "type"
      ? prompter.confirmByTyping("This removes it.", "demo-db")
      : prompter.confirm("Go on?");
  process.stdout.write(String(await answer));
} catch (error) {
  process.stdout.write(messageOf(error));
}
