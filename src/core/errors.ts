import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { blockersOf, type Finding } from "./finding.ts";

export interface ErrorText {
  /** One line without user data's noise: recognisable and searchable. */
  readonly summary: string;
  /** What happened, which database serves, whether data is at risk: full sentences, one per entry. */
  readonly detail?: readonly string[];
  /** Commands a person can type next, each on its own line. */
  readonly next?: readonly string[];
}

/** Anything dbshift expects to go wrong. Everything else that is thrown is a defect and exits with 1. */
export class DbshiftError extends Error {
  readonly exit: ExitCode;
  readonly detail: readonly string[];
  readonly next: readonly string[];

  constructor(exit: ExitCode, text: ErrorText, cause?: unknown) {
    super(text.summary, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.exit = exit;
    this.detail = text.detail ?? [];
    this.next = text.next ?? [];
  }
}

/** The command line cannot be carried out as typed, or consent is missing. Nothing was looked at or changed. */
export class UsageError extends DbshiftError {
  constructor(text: ErrorText) {
    super(exitCodes.usage, text);
  }
}

/** Preflight, drift or a guardrail said no. The source serves and nothing has changed. */
export class Refused extends DbshiftError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], text: ErrorText) {
    super(exitCodes.refused, text);
    this.findings = findings;
  }

  static because(findings: readonly Finding[]): Refused {
    const count = blockersOf(findings).length;
    return new Refused(findings, {
      summary: `Refused: ${String(count)} ${count === 1 ? "thing stands" : "things stand"} in the way`,
    });
  }
}

/** The container engine cannot be reached or asked. */
export class RuntimeUnreachable extends DbshiftError {
  constructor(text: ErrorText, cause?: unknown) {
    super(exitCodes.dockerUnreachable, text, cause);
  }
}

/** Another run drives this database right now. */
export class LeaseHeld extends DbshiftError {
  constructor(text: ErrorText) {
    super(exitCodes.leaseHeld, text);
  }
}

/** Our lease ended under us: this process may change nothing more. */
export class LeaseLost extends DbshiftError {
  constructor() {
    super(exitCodes.personNeeded, {
      summary: "This run lost its lease",
      detail: [
        "The container that marks this run as the only driver is gone, so nothing more is changed from here.",
      ],
    });
  }
}

/** The journal cannot be trusted: a record other than a torn last one does not read back as written. */
export class JournalDamaged extends DbshiftError {
  constructor(text: ErrorText) {
    super(exitCodes.personNeeded, text);
  }
}

/** An effect ended in a way the step expects: the text is for a person, the cause for the log. */
export class StepError extends DbshiftError {
  constructor(text: ErrorText, cause?: unknown) {
    super(exitCodes.personNeeded, text, cause);
  }
}

/** A wait reached its deadline. */
export class DeadlinePassed extends StepError {
  constructor(what: string, seconds: number, detail: readonly string[] = []) {
    super({ summary: `${what}: not within ${String(seconds)} s`, detail });
  }
}

/** A defect, with what is known of the run it came up in. */
export class Unexpected extends DbshiftError {
  constructor(text: ErrorText, cause: unknown) {
    super(exitCodes.unexpected, text, cause);
  }
}

/** A defect in dbshift itself. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`dbshift is wrong about itself: ${message}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
