import { z } from "zod";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Session } from "./session.ts";

/** Setting one of these makes the session another role, which may not alter anything; their value is a plain name. */
const identities = ["role", "session_authorization"];

/** 55P02 cant_change_runtime_param: in force only from the start of a session, so its text has to be written out. */
const onlyAtStart = "55P02";

/**
 * Gives the target one entry of a setconfig, `name=value`; `whose` is SQL for whom it is in force: `role all`.
 *
 * The value is set in a transaction and taken from there, so that it is stored as the server reads it: lists such as
 * search_path would be quoted wrong otherwise.
 */
export async function copySetting(target: Session, whose: string, entry: string): Promise<void> {
  const at = entry.indexOf("=");
  const [key, value] = [entry.slice(0, at), entry.slice(at + 1)];
  const alter = `alter ${whose} set ${key.split(".").map(quoteIdent).join(".")}`;
  const literally = `${alter} to ${quoteLiteral(value)}`;
  if (identities.includes(key)) return target.run(literally);
  await target.run("begin");
  try {
    await target.rows(z.unknown(), "select set_config($1, $2, true)", [key, value]);
    await target.run(`${alter} from current`);
    await target.run("commit");
  } catch (error) {
    await target.run("rollback");
    if (!isSqlState(error, onlyAtStart)) throw error;
    await target.run(literally);
  }
}

function isSqlState(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
