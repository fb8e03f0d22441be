/** A word of pg_hba.conf or pg_ident.conf, as the server splits them: in quotes it may hold anything. */
const word = String.raw`(?:"[^"]*"|[^\s"#])+`;

const mapped = new RegExp(String.raw`^\s*${word}\s+${word}\s+(${word})`);
const admitted = new RegExp(String.raw`^\s*${word}\s+(${word})\s+(${word})`);

/**
 * The lines of pg_hba.conf and pg_ident.conf, counted from 1, that 15 and older take for plain names and 16 and newer
 * take for more: `all` and `+role` where pg_ident.conf names a role, and regular expressions, which begin with a slash,
 * for roles and databases. https://www.postgresql.org/docs/16/release-16.html (E.n.2, authentication)
 */
export function linesReadOtherwise(rules: string, mappings: string): string[] {
  return [
    ...numbers(rules, (line) => {
      const [, database = "", role = ""] = admitted.exec(line) ?? [];
      return [database, role].some((names) => names.split(",").some((name) => isExpression(name)));
    }).map((number) => `pg_hba.conf, line ${String(number)}`),
    ...numbers(mappings, (line) => {
      const [, role = ""] = mapped.exec(line) ?? [];
      return role === "all" || role.startsWith("+") || isExpression(role);
    }).map((number) => `pg_ident.conf, line ${String(number)}`),
  ];
}

/** In quotes or not. */
function isExpression(name: string): boolean {
  return /^"?\//.test(name);
}

function numbers(text: string, applies: (line: string) => boolean): number[] {
  return text.split(/\r?\n/).flatMap((line, index) => (applies(line) ? [index + 1] : []));
}
