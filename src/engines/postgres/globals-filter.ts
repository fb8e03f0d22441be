/** Follows quotes across lines, so that nothing inside a comment or a name is taken for a statement. */
const follow = String.raw`
function follow(line,    i, c) {
  for (i = 1; i <= length(line); i++) {
    c = substr(line, i, 1)
    if (quote == "") { if (c == "'" || c == "\"") quote = c }
    else if (c == quote) quote = ""
  }
}
`;

/** An awk program that prints how many bytes come before the first \connect of a dump: its roles and memberships. */
export const globalsLength = String.raw`${follow}
quote == "" && /^\\connect / { exit }
{ if (quote != "" || $0 !~ /^--/) follow($0); n += length($0) + 1 }
END { printf "%d", n }
`;

/**
 * An awk program over the first part of pg_dumpall's output, the roles and memberships, up to the first \connect:
 *
 * - leaves out the one CREATE ROLE of the bootstrap role, which initdb has made already. It is there exactly once, or the
 *   filter fails.
 * - before 16, leaves out the grantor of a membership: from 16 on a grantor needs the admin option itself, and grants
 *   that were lawful before fail. https://www.postgresql.org/docs/16/release-16.html
 */
export const globalsFilter = String.raw`${follow}
{
  top = (quote == "")
  if (top && $0 ~ /^--/) { print; next }
  if (top && !dropped && ($0 == ENVIRON["DBSHIFT_ROLE_PLAIN"] || $0 == ENVIRON["DBSHIFT_ROLE_QUOTED"])) { dropped = 1; next }
  follow($0)
  if (top && quote == "" && ENVIRON["DBSHIFT_STRIP_GRANTOR"] == "yes" && $0 ~ /^GRANT .* TO .* GRANTED BY .*;$/)
    sub(/ GRANTED BY ("([^"]|"")+"|[a-z_][a-z0-9_$]*);$/, ";")
  print
}
END { if (!dropped) { print "dbshift: the bootstrap role is not in the dump" > "/dev/stderr"; exit 9 } }
`;
