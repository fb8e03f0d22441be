import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { resultSchema, type Figures, type Result } from "./figures.ts";

/** Keeps what a campaign showed in a file of its own, over what it showed before. */
export async function keepResult(
  directory: string,
  { campaign, short }: Pick<Result, "campaign" | "short">,
  figures: Figures,
): Promise<void> {
  const { stdout: commit } = await execa("git", ["describe", "--always", "--dirty", "--abbrev=10"]);
  const result: Result = { campaign, commit, at: new Date().toISOString(), short, figures };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, `${campaign}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** What campaigns showed last, whenever that was, in the order of their names. */
export async function keptResults(directory: string): Promise<Result[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => resultSchema.parse(JSON.parse(await readFile(join(directory, name), "utf8")))),
  );
}
