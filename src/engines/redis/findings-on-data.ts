import { blocker, type Finding } from "../../core/finding.ts";
import type { ForeignData } from "./foreign-data.ts";
import { compareMajors, isValkey, titleOf } from "./version.ts";

/** The first Valkey whose hashes have fields that expire. */
const firstWithExpiringFields = "valkey:9";

/** Whether a server holds what one of the other product cannot. */
export function findingsOnData(target: string, { types, expiringFields }: ForeignData): Finding[] {
  if (!isValkey(target)) return [];
  const found: Finding[] = [];
  if (types.size > 0) {
    const listed = [...types].map(([type, keys]) => `${type}: ${String(keys)}`).sort();
    found.push(
      blocker("REDIS-FOREIGN-DATA", {
        summary: `There are keys of types that ${titleOf(target)} does not have`,
        detail: `Keys by type: ${listed.join(", ")}.`,
        remedy: "Move what they hold elsewhere, and remove them.",
      }),
    );
  }
  if (expiringFields > 0 && compareMajors(target, firstWithExpiringFields) < 0) {
    found.push(
      blocker("REDIS-FIELD-EXPIRY", {
        summary: `${String(expiringFields)} hashes have fields that expire by themselves, which ${titleOf(target)} does not know`,
        remedy: "Upgrade to Valkey 9 or later, or have the fields stay: HPERSIST.",
      }),
    );
  }
  return found;
}
