import { shellWord } from "../../core/shell-word.ts";
import type { PostgresFacts } from "./facts.ts";

/** A command for a person to type that runs one statement, whatever is in the names it holds. */
export function psqlCommand(container: string, { login }: Pick<PostgresFacts, "login">, sql: string): string {
  const words = ["docker", "exec", "-u", "postgres", container, "psql", "-U", login.role];
  return [...words, "-d", `dbname=${quoteConninfo(login.database)}`, "-c", sql].map(shellWord).join(" ");
}

/** libpq takes a bare name with = or :// in it for a connection string. */
function quoteConninfo(value: string): string {
  return /^\w+$/.test(value) ? value : `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
