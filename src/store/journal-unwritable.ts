import { DbshiftError, messageOf } from "../core/errors.ts";
import { exitCodes } from "../core/exit-codes.ts";

/** A record could not be made durable, so no effect may follow it. */
export class JournalUnwritable extends DbshiftError {
  constructor(path: string, reason: unknown) {
    const detail = [
      `${path}: ${messageOf(reason)}.`,
      "The last record may not be on disk, so nothing more is changed from here. What is on disk can be trusted.",
    ];
    super(exitCodes.personNeeded, { summary: "The journal cannot be written", detail }, reason);
  }
}
