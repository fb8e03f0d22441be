/**
 * Why there is no session:
 * - `unreachable`: nothing listens, or the connection broke, also in the middle of a session
 * - `timeout`: something listens and did not answer in time
 * - `password-wanted`: the server wants a password and was given none
 * - `wrong-password`: or there is no such user, or it is off
 */
export type Reason = "unreachable" | "timeout" | "password-wanted" | "wrong-password";

/** There is no session, or no longer. Callers decide by `reason`; the message is for people and holds no secrets. */
export class NotConnected extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "NotConnected";
    this.reason = reason;
  }
}
