import { z } from "zod";
import type { Session } from "./session.ts";

/** Whether a server has a command of this name. */
export async function knowsCommand(session: Session, name: string): Promise<boolean> {
  const [info] = await session.ask(z.array(z.unknown()), "COMMAND", "INFO", name);
  return Array.isArray(info);
}
