/**
 * For every server dbshift starts for itself: what is run there is written down nowhere. A restore says passwords, a
 * server's log may go to another host, and what pg_stat_statements keeps comes with the volume and is there for others
 * to read. What has a dot is known to an extension alone; without it the server takes it for one of an extension to come.
 */
export const quietly: Readonly<Record<string, string>> = {
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  "auto_explain.log_min_duration": "-1",
  "pgaudit.log": "none",
  "pg_stat_statements.track": "none",
};

/**
 * For every session on such a server. Given with the login they outrank what ALTER ROLE and ALTER DATABASE set. The last
 * one leaves out whatever is said of a statement, also by an extension nobody here knows; errors are told to the client.
 * A server as a whole has to say why it does not start.
 */
export const silently: Readonly<Record<string, string>> = { ...quietly, log_min_messages: "fatal" };
