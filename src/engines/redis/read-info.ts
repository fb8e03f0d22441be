import { z } from "zod";
import type { Session } from "./session.ts";

/** What INFO tells, of all its parts, by name. */
export async function readInfo(session: Session): Promise<ReadonlyMap<string, string>> {
  const text = await session.ask(z.string(), "INFO", "all");
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const [, name, value] = /^([^#:][^:]*):(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
