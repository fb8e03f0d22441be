import { blocker, type Finding } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { readSettings } from "../read-settings.ts";
import { onSource } from "../replication/leader-of.ts";

/** Whether the source lets itself be followed by a server in another container. */
export const checkReplication = defineCheck({
  id: "redis/check-replication",
  title: "Check that the source can be followed",
  check: async (ctx) => onSource(ctx, async (session) => findingsOnReplication(await readSettings(session))),
});

export function findingsOnReplication(settings: ReadonlyMap<string, string>): Finding[] {
  const places = (settings.get("bind") ?? "").split(/\s+/).map((place) => place.replace(/^-/, ""));
  const bound = !places.some((place) => ["", "*", "0.0.0.0", "::", "::*"].includes(place));
  const password = settings.get("requirepass") ?? "";
  const closed = settings.get("protected-mode") === "yes" && password === "";
  if (!bound && !closed) return [];
  return [
    blocker("REDIS-NOT-FOLLOWED", {
      summary: bound
        ? `The server listens on certain addresses alone (bind ${places.join(" ")}), so no server in another container can follow it`
        : "The server is in protected mode without a password, so no server in another container can follow it",
      remedy: "Leave --strategy out: the playbook redis-copy does without.",
    }),
  ];
}
