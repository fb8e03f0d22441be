import { randomInt } from "node:crypto";

const alphabet = "0123456789abcdefghijkmnpqrstuvwxyz";

/** A name for a run: sortable by time (UTC), short, lower case, safe in a path and in a label. */
export function runId(now: Date): string {
  const [date = "", time = ""] = now.toISOString().split("T");
  const tail = Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
  return `${date.replaceAll("-", "")}-${time.slice(0, 5).replace(":", "")}-${tail}`;
}
