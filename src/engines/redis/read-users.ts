import { z } from "zod";
import type { Session } from "./session.ts";

/**
 * The users of a server by name, each with what every version says alike: whether it is on, its passwords' hashes, and
 * the keys it may use. What it may do is spelt differently from one version to the next.
 */
export async function readUsers(session: Session): Promise<ReadonlyMap<string, string>> {
  const lines = await session.ask(z.array(z.string()), "ACL", "LIST");
  return new Map(
    lines.map((line) => {
      const [, name = "", ...rules] = line.split(" ");
      const told = rules.filter((rule) => /^(on|off|nopass|#.*|~.*|%.*)$/.test(rule));
      return [name, told.sort().join(" ")];
    }),
  );
}
