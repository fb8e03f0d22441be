import { StepError } from "../../core/errors.ts";
import type { Session } from "./session.ts";
import { readFileSettings, type FileSetting } from "./settings.ts";

/**
 * The server, restarted on what was carried, reads every setting of the source from its own files with the source's
 * value. That it could start means that it took them all. Values may be secrets, so only names are said.
 */
export async function assertSettingsCarried(session: Session, source: readonly FileSetting[]): Promise<void> {
  const read = new Map((await readFileSettings(session)).map(({ name, value }) => [name, value]));
  const lost = source.filter(({ name, value }) => read.get(name) !== value).map(({ name }) => name);
  if (lost.length === 0) {
    return;
  }
  throw new StepError({
    summary: "The target does not have the settings of the source",
    detail: lost.map((name) => `${name} was not carried over.`),
  });
}
