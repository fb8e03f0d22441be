import { blocker, info, type Finding } from "../../../core/finding.ts";
import type { ClustersCompared, LawfulDifferenceFound } from "./compare-clusters.ts";
import { describeDifference } from "./describe-difference.ts";

const mostShown = 100;
const mostShownForOneReason = 10;

/** Each difference a blocker, at most a hundred and then how many more; the lawful ones as one info for each reason. */
export function differencesToFindings({ differences, lawful }: ClustersCompared): readonly Finding[] {
  const shown = differences.slice(0, mostShown).map(describeDifference);
  const blockers = [...shown, ...more(differences.length - mostShown)];
  const explanations = [...Map.groupBy(lawful, ({ reason }) => reason)];
  return [
    ...blockers.map((summary) => blocker("VERIFY-DIFFERENCE", { summary })),
    ...explanations.map(([reason, found]) => explained(reason, found)),
  ];
}

function explained(reason: string, found: readonly LawfulDifferenceFound[]): Finding {
  const [first, ...others] = found
    .slice(0, mostShownForOneReason)
    .map(({ difference }) => describeDifference(difference));
  const rest = [...others, ...more(found.length - mostShownForOneReason)];
  return info("VERIFY-LAWFUL-DIFFERENCE", {
    summary: `${first ?? ""}: ${reason}`,
    ...(rest.length > 0 ? { detail: `The same: ${rest.join("; ")}.` } : {}),
  });
}

function more(count: number): readonly string[] {
  return count > 0 ? [`${count} more ${count === 1 ? "difference" : "differences"}`] : [];
}
