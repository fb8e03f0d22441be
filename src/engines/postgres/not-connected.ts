import { RuntimeUnreachable } from "../../core/errors.ts";

/**
 * Why there is no session:
 * - `unreachable`: nothing listens, or the connection broke, also in the middle of a session
 * - `timeout`: something listens and did not answer in time
 * - `starting`: starting up, shutting down or recovering
 * - `full`: no connection slot is left
 * - `password-wanted`: the server asks for a password and none was given
 * - `wrong-password`
 * - `not-admitted`: pg_hba.conf has no line for this, or the role is missing or may not log in; the server gives one
 *   SQLSTATE for all three
 * - `no-database`: it does not exist, or accepts no connections
 * - `other`: see `sqlstate`
 */
export type Reason =
  | "unreachable"
  | "timeout"
  | "starting"
  | "full"
  | "password-wanted"
  | "wrong-password"
  | "not-admitted"
  | "no-database"
  | "other";

const reasons: Readonly<Record<string, Reason>> = {
  "28000": "not-admitted",
  "28P01": "wrong-password",
  "3D000": "no-database",
  "53300": "full",
  "55000": "no-database",
  "57P01": "starting",
  "57P02": "starting",
  "57P03": "starting",
};

/** There is no session, or no longer. Callers decide by `reason`; the message is for people. */
export class NotConnected extends Error {
  readonly reason: Reason;
  readonly sqlstate: string | undefined;

  constructor(reason: Reason, message: string, options: { sqlstate?: string; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "NotConnected";
    this.reason = reason;
    this.sqlstate = options.sqlstate;
  }

  /**
   * By SQLSTATE alone: messages come in the server's language.
   * @throws RuntimeUnreachable as it is: that is no failure of a login
   */
  static because(error: unknown): NotConnected {
    if (error instanceof RuntimeUnreachable) throw error;
    if (error instanceof NotConnected) return error;
    const message = error instanceof Error ? error.message : String(error);
    const sqlstate = sqlstateOf(error);
    if (sqlstate === undefined) return new NotConnected("unreachable", message, { cause: error });
    const reason = (Object.hasOwn(reasons, sqlstate) ? reasons[sqlstate] : undefined) ?? "other";
    return new NotConnected(reason, message, { sqlstate, cause: error });
  }
}

/** The five characters by which a server names an error; undefined where the error is not a server's. */
export function sqlstateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return "severity" in error && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
