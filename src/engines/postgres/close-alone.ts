import { quoteIdent } from "./quote.ts";

/**
 * The server of one session needs neither access rules nor a network, and ends cleanly when its input does. It tells of
 * an error by a line alone. https://www.postgresql.org/docs/15/app-postgres.html
 *
 * It is a child of process 1, not a grandchild: a lock file that a dead server left names process 1, and a server takes
 * that for a living one unless the number is its own or its parent's.
 */
const script = `
set -euo pipefail
data="$1"
shift
said=$(mktemp)
status=0
postgres --single -j -D "$data" template1 < <(printf '%s\\n\\n' "$@") >"$said" 2>&1 || status=$?
if [ "$status" -ne 0 ] || grep -qE '(ERROR|FATAL|PANIC):' "$said"; then
  cat "$said" >&2
  exit 1
fi
`;

/**
 * Closes databases of a cluster that no server is at work on: a script for bash, which takes the data directory and then
 * the statements.
 */
export function closeAlone(databases: readonly string[]): {
  readonly script: string;
  readonly statements: readonly string[];
} {
  const closing = databases.map((name) => `alter database ${oneLine(name)} allow_connections false;`);
  return { script, statements: ["set standard_conforming_strings to on;", ...closing] };
}

/** With -j a semicolon and an empty line end a statement wherever they stand, also within a name. */
function oneLine(name: string): string {
  if (!name.includes("\n")) return quoteIdent(name);
  return `U&${quoteIdent(name.replaceAll("\\", "\\\\")).replaceAll("\n", "\\000a")}`;
}
