import { invariant } from "../../core/errors.ts";

/** A name as SQL reads it back unchanged, whatever is in it. */
export function quoteIdent(name: string): string {
  invariant(!name.includes("\0"), "a name with a NUL byte cannot come from a PostgreSQL server");
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text as an SQL literal. Right whether standard_conforming_strings is on or off, because a backslash is only ever
 * written inside E''. For statements that take no parameters; queries take them.
 */
export function quoteLiteral(text: string): string {
  invariant(!text.includes("\0"), "a text with a NUL byte cannot come from a PostgreSQL server");
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}
