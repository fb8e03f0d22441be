import { z } from "zod";
import type { Session } from "./session.ts";

/** One setting as it is in force; empty where there is none of that name. */
export async function settingOf(session: Session, name: string): Promise<string> {
  const [, value = ""] = await session.ask(z.array(z.string()), "CONFIG", "GET", name);
  return value;
}
