import type { Difference, PropertyDiffers } from "./inventory.ts";
import { visibleText } from "./visible-text.ts";

/** What became of an item since a fingerprint was taken, in one line that is safe for a terminal; says no values. */
export function describeChange(difference: Difference): string {
  const where = difference.database === undefined ? "" : `Database "${visibleText(difference.database)}": `;
  const subject = `${where}${difference.kind} ${visibleText(difference.identity)}`;
  switch (difference.what) {
    case "missing in the target":
      return `${subject} is gone`;
    case "unexpected in the target":
      return `${subject} is new`;
    case "not compared":
      return `${subject} could not be looked at: ${visibleText(difference.reason)}`;
    case "rows differ":
      return `${subject} holds other rows`;
    case "differs":
      return `${subject}${changeOf(difference)}`;
  }
}

function changeOf({ property, source, target }: PropertyDiffers): string {
  if (property === "rows") return ` has ${moreOrFewer(BigInt(source ?? 0), BigInt(target ?? 0))}`;
  if (property === "position") {
    return ` is at ${target ?? "none"}; at the fence it was at ${source ?? "none"}`;
  }
  if (property === "content") return " has as many rows as at the fence, and not the same ones";
  return `: ${property} has changed`;
}

function moreOrFewer(then: bigint, now: bigint): string {
  const by = now > then ? now - then : then - now;
  const rows = `${now > then ? "more" : "fewer"} ${by === 1n ? "row" : "rows"}`;
  return `${String(by)} ${rows} than at the fence: ${String(now)}, and ${String(then)} then`;
}
