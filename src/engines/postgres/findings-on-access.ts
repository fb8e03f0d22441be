import { blocker, type Finding } from "../../core/finding.ts";
import type { ServerFacts } from "./facts.ts";
import { compareMajors } from "./version.ts";

const patternsSince = "16";

/** Access rules that would let in somebody else than they do now, because the target reads them in another way. */
export function findingsOnAccess(
  { accessPatterns }: Pick<ServerFacts, "accessPatterns">,
  { from, to }: { readonly from: string; readonly to: string },
): Finding[] {
  const crosses = compareMajors(from, patternsSince) < 0 && compareMajors(to, patternsSince) >= 0;
  if (!crosses || accessPatterns.length === 0) return [];
  return [
    blocker("PG-ACCESS-PATTERNS", {
      summary: `PostgreSQL ${to} reads some access rules in another way than ${from}, and could let in others`,
      detail: [
        ...accessPatterns,
        "From 16 on, all and +role in pg_ident.conf mean every role and every member, and a name that begins with a slash is a regular expression.",
      ].join("\n"),
      remedy:
        "Put all and +role in double quotes, which mean the same in both, and reload. A role or database whose name begins with a slash has to be renamed.",
    }),
  ];
}
