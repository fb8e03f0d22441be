import { z } from "zod";
import { StepError } from "../../core/errors.ts";
import type { Session } from "./session.ts";
import { readFileSettings, type FileSetting } from "./settings.ts";

const errorRow = z.object({ name: z.string().nullable(), error: z.string() });

/**
 * The server, restarted on what was carried, reads every setting of the source from its own files, with the source's
 * value, and finds nothing wrong in them. Values may be secrets, so only names are said.
 */
export async function assertSettingsCarried(session: Session, source: readonly FileSetting[]): Promise<void> {
  const errors = await session.rows(
    errorRow,
    "select name, error from pg_file_settings where error is not null order by seqno",
  );
  const read = new Map((await readFileSettings(session)).map(({ name, value }) => [name, value]));
  const lost = source.filter(({ name, value }) => read.get(name) !== value).map(({ name }) => name);
  if (errors.length === 0 && lost.length === 0) {
    return;
  }
  throw new StepError({
    summary: "The target does not work with the settings of the source",
    detail: [
      ...errors.map(({ name, error }) => `${name ?? "A line"}: ${error}`),
      ...lost.map((name) => `${name} was not carried over.`),
    ],
  });
}
