import { z } from "zod";
import type { Session } from "./session.ts";

/** Every setting the server knows, by name, as it is in force. Passwords are among them: for memory alone. */
export async function readSettings(session: Session): Promise<ReadonlyMap<string, string>> {
  const flat = await session.ask(z.array(z.string()), "CONFIG", "GET", "*");
  return new Map(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as const] : [])),
  );
}
