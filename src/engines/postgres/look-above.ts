import { posix } from "node:path";
import { z } from "zod";
import type { Container } from "../../ports/runtime.ts";
import { sqlstateOf } from "./not-connected.ts";
import type { Session } from "./session.ts";

/** What PostgreSQL makes of EACCES. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const denied = "42501";

/**
 * Full paths of what lies beside the data directory in the volume that holds it, and so goes when the volume is retired;
 * a directory that the server may not read is named itself, with a slash. Empty where the volume is the data directory.
 */
export async function lookAbove(
  session: Session,
  { mounts }: Pick<Container, "mounts">,
  dataDirectory: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const { directory, child } of levelsAbove(mounts, posix.resolve(dataDirectory))) {
    try {
      const others = await session.rows(
        z.object({ name: z.string() }),
        "select f.name from pg_ls_dir($1) f (name) where f.name not in ($2, 'lost+found') order by 1",
        [directory, child],
      );
      found.push(...others.map(({ name }) => posix.join(directory, name)));
    } catch (error) {
      if (sqlstateOf(error) !== denied) throw error;
      found.push(`${directory}/`);
    }
  }
  return found;
}

interface Level {
  readonly directory: string;
  /** The one entry that leads to the data directory. */
  readonly child: string;
}

/** From the top of the volume down. */
function levelsAbove(mounts: Container["mounts"], dataDirectory: string): Level[] {
  const tops = mounts
    .map(({ destination }) => posix.resolve(destination))
    .filter((top) => isAbove(top, dataDirectory));
  const top = tops.sort((a, b) => b.length - a.length)[0];
  const levels: Level[] = [];
  if (top === undefined || mounts.some(({ destination }) => posix.resolve(destination) === dataDirectory)) {
    return levels;
  }
  for (let path = dataDirectory; path !== top; path = posix.dirname(path)) {
    levels.unshift({ directory: posix.dirname(path), child: posix.basename(path) });
  }
  return levels;
}

const isAbove = (top: string, path: string): boolean => path.startsWith(top === "/" ? top : `${top}/`);
