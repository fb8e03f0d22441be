import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("draw-a-run.ts", import.meta.url));

/** Draws a run in a terminal and returns what is left standing there. */
async function picture(ending: string): Promise<string[]> {
  const line = `stty rows 50 cols 80; '${process.execPath}' '${program}' ${ending}`;
  const { stdout } = await execa("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
    env: { CI: "", TERM: "xterm", LANG: "C.UTF-8" },
    input: "",
  });
  const lines = stripVTControlCharacters(stdout).trimEnd().split(/\r?\n/);
  // Frames stand above each other here; the last one begins with the first heading, or with what stands in its place.
  const last = lines.findLastIndex((text) => /^. preflight/.test(text));
  return lines.slice(last).map((text) => text.replace(/ \[\d+\.\d s\]$/, "").trimEnd());
}

test("a run that goes well ends as the list of its steps, with what they had to say", async () => {
  expect(await picture("well")).toEqual([
    "✔ preflight",
    "  ✔ Check the source server",
    "✔ prepare",
    "  ✔ Create the target volume",
    "✔ cutover",
    "  ✔ Stop the source",
    "    › closed 3 \\x1b[31msessions",
    "  ✔ Restore into the target",
    "  ✔ Verify the target against the source",
    "  ✔ Let clients in",
    "✔ soak",
    "  ✔ Gather statistics",
    "the prompt is back",
  ]);
});

test("a run that turns round shows what failed and what is undone, and nothing that was never begun", async () => {
  expect(await picture("turned")).toEqual([
    "✔ preflight",
    "  ✔ Check the source server",
    "✔ prepare",
    "  ✔ Create the target volume",
    "⚠ cutover",
    "  ✔ Stop the source",
    "    › closed 3 \\x1b[31msessions",
    "  ✖ Restore into the target: psql said no",
    "✔ going back to the source",
    "  ✔ undoing: Restore into the target",
    "  ✔ undoing: Stop the source",
    "  ✔ undoing: Create the target volume",
    "  ✔ look whether the source answers",
    "the prompt is back",
  ]);
});

test("a run that stops where it is gives the terminal back", async () => {
  const lines = await picture("stopped");
  expect(lines).toContain("  ✖ Restore into the target: not finished");
  expect(lines).not.toContain("going back to the source");
  expect(lines.at(-1)).toBe("the prompt is back");
});
