import { blocker, warning, type Finding } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import type { DatabaseContents, OnExtension } from "./facts.ts";
import { compareMajors } from "./version.ts";

type Pair = Pick<Plan, "from" | "to">;

/** What a dump of a database leaves out, or cannot be restored from, by what is in it. */
export function findingsOnContents(contents: readonly DatabaseContents[], pair: Pair): Finding[] {
  return contents.flatMap(({ database, remoteViews, onExtensions, unrestorable }) => [
    ...remoteViews.map((view) => remoteView(database, view)),
    ...notTaken(database, unrestorable, pair),
    ...onExtension(database, onExtensions),
  ]);
}

function notTaken(database: string, found: DatabaseContents["unrestorable"], { from, to }: Pair): Finding[] {
  const objects = found.filter(
    ({ since }) => since === null || (compareMajors(from, since) < 0 && compareMajors(to, since) >= 0),
  );
  if (objects.length === 0) return [];
  return [
    blocker("PG-UNRESTORABLE", {
      summary: `In database "${database}" there is what cannot be restored into PostgreSQL ${to}`,
      detail: objects.map(({ what }) => what).join("\n"),
      remedy: "Change it, drop it or undo it for the upgrade.",
    }),
  ];
}

function remoteView(database: string, view: string): Finding {
  return blocker("PG-REMOTE-VIEW", {
    summary: `The materialized view ${view} in database "${database}" reads foreign tables`,
    detail: "A restore computes it anew, in a server that is on no network until it is verified.",
    remedy: `Empty it for the upgrade, and refresh it afterwards:\n    refresh materialized view ${view} with no data`,
  });
}

/** Refused is only what certainly would fail behind the fence. */
function onExtension(database: string, found: readonly OnExtension[]): Finding[] {
  const groups = Map.groupBy(found, ({ certain, stops }) =>
    certain ? (stops ? "stopping" : "lost") : "doubtful",
  );
  const within = `In database "${database}" something`;
  const changed = "was added to an extension, or changed in it, that no dump carries";
  return [...groups].map(([group, objects]) => {
    const detail = objects.map(({ what }) => what).join("\n");
    switch (group) {
      case "stopping":
        return blocker("PG-ON-EXTENSION", {
          summary: `${within} ${changed}, and the target would not be equal without`,
          detail,
          remedy: "Copy it out and remove it for the upgrade, and make it again afterwards.",
        });
      case "lost":
        return warning("PG-ON-EXTENSION", {
          summary: `${within} ${changed}`,
          detail,
          remedy: "Make it again after the upgrade.",
        });
      case "doubtful":
        return warning("PG-ON-EXTENSION", {
          summary: `${within} may have been added to an extension, or changed in it, that no dump carries`,
          detail,
          remedy:
            "The extension was updated or came through pg_upgrade, so it may be its own. Make it again after the upgrade, if it is yours.",
        });
    }
  });
}
