import { blocker, warning, type Finding } from "../../core/finding.ts";
import type { DatabaseContents } from "./facts.ts";

/** What a dump of a database leaves out, or cannot be restored from, by what is in it. */
export function findingsOnContents(contents: readonly DatabaseContents[]): Finding[] {
  return contents.flatMap(({ database, remoteViews, onExtensionTables }) => [
    ...remoteViews.map((view) => remoteView(database, view)),
    ...(onExtensionTables.length === 0 ? [] : [notCarried(database, onExtensionTables)]),
  ]);
}

function remoteView(database: string, view: string): Finding {
  return blocker("PG-REMOTE-VIEW", {
    summary: `The materialized view ${view} in database "${database}" reads foreign tables`,
    detail: "A restore computes it anew, in a server that is on no network until it is verified.",
    remedy: `Empty it for the upgrade, and refresh it afterwards:\n    refresh materialized view ${view} with no data`,
  });
}

function notCarried(database: string, objects: readonly string[]): Finding {
  return warning("PG-ON-EXTENSION", {
    summary: `In database "${database}" something was added to tables of an extension, which no dump carries`,
    detail: objects.join("\n"),
    remedy: "Make it again after the upgrade, if it is yours.",
  });
}
