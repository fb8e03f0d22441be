import { blocker, warning, type Finding } from "../../core/finding.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { ServerState } from "./server-state.ts";

/** Settings that say what is read at a start: another value, and the server comes up with other data or none. */
const places: ReadonlySet<string> = new Set([
  "appendonly",
  "dir",
  "dbfilename",
  "appendfilename",
  "appenddirname",
  "databases",
  "aclfile",
]);

type State = Pick<ServerState, "settings" | "users">;

/**
 * What the source is now and would not be after a restart, because it was only ever told to the running server: neither
 * the target nor the source itself, on the way back, would know it.
 */
export function findingsOnRestart(container: string, now: State, afterwards: State): Finding[] {
  const differing = [...now.settings].filter(([name, value]) => afterwards.settings.get(name) !== value);
  const names = differing.map(([name]) => name);
  const settings = names.filter((name) => !places.has(name));
  const users = [...new Set([...now.users.keys(), ...afterwards.users.keys()])].filter(
    (name) => now.users.get(name) !== afterwards.users.get(name),
  );
  return [
    ...placeFindings(
      container,
      names.filter((name) => places.has(name)),
    ),
    ...userFindings(container, users),
    ...(settings.length === 0
      ? []
      : [
          warning("REDIS-SETTINGS-LOST", {
            summary: `Settings were changed while "${container}" ran, and will be what they were before`,
            detail: settings.sort().join(", "),
            remedy: `To keep them, add them to the container's command or its configuration file; where it has one that it may write:\n    docker exec ${shellWord(container)} redis-cli CONFIG REWRITE`,
          }),
        ]),
  ];
}

function placeFindings(container: string, names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  return [
    blocker("REDIS-PLACE-LOST", {
      summary: `Where "${container}" keeps its data was changed while it ran: ${[...names].sort().join(", ")}`,
      detail:
        "After any restart it would read its data from where it was told first, and come up with old data or none.",
      remedy:
        "Set it back with CONFIG SET, or keep it with CONFIG REWRITE or in the container's command; then plan again.",
    }),
  ];
}

function userFindings(container: string, users: readonly string[]): Finding[] {
  if (users.length === 0) return [];
  return [
    blocker("REDIS-USERS-LOST", {
      summary: `Users of "${container}" are in its memory alone: ${[...users]
        .sort()
        .map((name) => `"${name}"`)
        .join(", ")}`,
      detail: "After any restart they would be gone, or be what they were before.",
      remedy: "Keep them with ACL SAVE where it has an ACL file, else with CONFIG REWRITE; then plan again.",
    }),
  ];
}
