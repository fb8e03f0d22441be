import { majorOf } from "./version.ts";

/** What an image has of PostgreSQL's client tools. */
export interface ClientTools {
  /** Majors; undefined where the tool is not there. */
  readonly pgDump: string | undefined;
  readonly psql: string | undefined;
  /** Its pg_dump leaves out what servers from 15.20 and 17.12 on note for themselves among each column's options. */
  readonly leavesNotesOut: boolean;
}

/** A shell script that prints what `readClientTools` reads. */
export const clientToolsScript = `
for tool in pg_dump psql; do
  printf '%s\\n' "$("$tool" --version 2> /dev/null || true)"
done
dump="$(command -v pg_dump || true)"
if [ -n "$dump" ] && grep -q pg_attver "$(readlink -f "$dump")"; then echo knows pg_attver; fi
`;

export function readClientTools(printed: string): ClientTools {
  const [pgDump = "", psql = "", notes = ""] = printed.split("\n");
  return { pgDump: versionIn(pgDump), psql: versionIn(psql), leavesNotesOut: notes !== "" };
}

/**
 * Whose pg_dump dumps. The target's where it is of the target's major. But a target of an older minor than the source
 * may take the source server's notes for options of the user's, which no server accepts; then the source's own does,
 * whose output a newer server takes. https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES
 */
export function whoDumps(source: ClientTools, target: ClientTools, targetMajor: string): "source" | "target" {
  if (target.pgDump !== targetMajor) return "source";
  return source.leavesNotesOut && !target.leavesNotesOut ? "source" : "target";
}

/** `pg_dump (PostgreSQL) 16.4 (Debian 16.4-1)` → `16` */
const versionIn = (line: string): string | undefined => majorOf(/\(PostgreSQL\) (\S+)/.exec(line)?.[1] ?? "");
