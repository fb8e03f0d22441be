import { invariant } from "../../../core/errors.ts";
import type { Reply } from "../session.ts";

/** An answer that can be nothing else by the command it answers. */
export function asBytes(reply: Reply): Buffer {
  invariant(Buffer.isBuffer(reply), "a server answered with something else than a string");
  return reply;
}

export function asList(reply: Reply): readonly Reply[] {
  invariant(Array.isArray(reply), "a server answered with something else than a list");
  return reply as readonly Reply[];
}

export function asNumber(reply: Reply): number {
  invariant(typeof reply === "number", "a server answered with something else than a number");
  return reply;
}
