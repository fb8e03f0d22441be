import { RuntimeUnreachable, StepError, messageOf, type ErrorText } from "../../core/errors.ts";
import { SshFailed } from "./ssh-failed.ts";
import { visibleText } from "./visible-text.ts";

/** What the engine refused, with the status it gave. */
export class EngineRefused extends StepError {
  readonly status: number;

  constructor(status: number, text: ErrorText, cause: unknown) {
    super(text, cause);
    this.status = status;
  }
}

/** Docker's refusal becomes an EngineRefused that says what was being done; no answer becomes a RuntimeUnreachable. */
export function translateError(error: unknown, doing: string, host: string): Error {
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === "number") {
    return new EngineRefused(
      status,
      { summary: `Docker refused ${doing}`, detail: [reasonOf(error)] },
      error,
    );
  }
  return new RuntimeUnreachable(unreachable(error, doing, host), error);
}

export function isConflict(error: unknown): error is EngineRefused {
  return error instanceof EngineRefused && error.status === 409;
}

export function isMissing(error: unknown): error is EngineRefused {
  return error instanceof EngineRefused && error.status === 404;
}

const longestReason = 2000;

function reasonOf(error: unknown): string {
  const { json } = error as { json?: { message?: unknown } };
  // Where the answer was to be a stream, the modem keeps the reason in its own message alone.
  const said = messageOf(error).replace(/^\(HTTP code \d+\) [\w ]+ - /, "");
  const reason = typeof json?.message === "string" ? json.message : said;
  return visibleText(reason.trim().slice(0, longestReason));
}

function unreachable(error: unknown, doing: string, host: string): ErrorText {
  if (error instanceof SshFailed) {
    return {
      summary: `No Docker engine was reached at ${host}`,
      detail: [`The connection failed while ${doing}. ssh said:`, error.message],
      next: [error.retry],
    };
  }
  const code = (error as { code?: unknown }).code;
  switch (code) {
    case "ENOENT":
      return {
        summary: `No Docker engine at ${host}`,
        detail: ["There is no socket at that path: the engine is not running, or it listens elsewhere."],
        next: ["sudo systemctl start docker", "docker context ls"],
      };
    case "ECONNREFUSED":
      return {
        summary: `No Docker engine answers at ${host}`,
        detail: ["The address exists, but nothing listens there: the engine is not running."],
        next: ["sudo systemctl start docker"],
      };
    case "EACCES":
    case "EPERM":
      return {
        summary: `Not allowed to use the Docker engine at ${host}`,
        detail: [
          "This user may not open the engine's socket.",
          'Run dbshift as root, or add the user to the group "docker" and log in again.',
        ],
        next: ["sudo usermod -aG docker $(id -un)"],
      };
    default:
      return {
        summary: `The Docker engine at ${host} stopped answering`,
        detail: [`The connection broke while ${doing}: ${visibleText(messageOf(error))}.`],
        next: ["docker version"],
      };
  }
}
