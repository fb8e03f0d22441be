import type { PostgresFacts } from "./facts.ts";
import { quoteIdent } from "./quote.ts";

/** The SQL is an argument, because names in it come from a file: a here-document would end at a line they can contain. */
const script = `
if [ -n "$6" ]; then printf '%s' "$6" | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1; fi
`;

/**
 * What accepted no connections in the source does not here; a dump has it open, because it had to be read. A script for
 * bash, and what it takes as its sixth argument.
 */
export function closeDatabases({ databases }: Pick<PostgresFacts, "databases">): {
  readonly script: string;
  readonly sql: string;
} {
  const closed = databases.filter(
    ({ allowsConnections, name }) => !allowsConnections && name !== "template0",
  );
  const sql = closed
    .map(({ name }) => `ALTER DATABASE ${quoteIdent(name)} WITH ALLOW_CONNECTIONS false;\n`)
    .join("");
  return { script, sql };
}
