import type { EndJson, EventJson } from "../report/event-json.ts";
import { jsonLine } from "../report/json-line.ts";
import { paintFor, unpainted, type Paint } from "../report/paint.ts";

interface Wishes {
  readonly json: boolean;
  readonly events: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Beyond this a reader of events is too slow to be told everything that is not kept anyway. */
const mostWaiting = 1024 * 1024;

/** Where words go: messages for people to stderr, results to stdout. */
export class Output {
  /** Stdout is read by a program: an object at the end, or events. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly #events: boolean;
  readonly #err = process.stderr;
  #results: NodeJS.WriteStream = process.stdout;

  constructor(wishes: Wishes) {
    this.json = wishes.json || wishes.events;
    this.#events = wishes.events;
    this.quiet = wishes.quiet;
    this.verbose = wishes.verbose;
  }

  /** For people; left out where quiet was asked for. */
  say(text: string): void {
    if (!this.quiet) this.insist(text);
  }

  /** For people, always: failures, and what to do about them. */
  insist(text: string): void {
    this.#err.write(`${text}\n`);
  }

  /** The result of a command that only tells something. With `--json` the object takes its place. */
  print(text: string): void {
    if (!this.json) this.#results.write(`${text}\n`);
  }

  /** The result of a command as JSON, where it was asked for: all of stdout, or the last of its events. */
  printJson(value: object): void {
    const end: EndJson = { v: 1, type: "end", at: new Date().toISOString(), result: value };
    if (this.json) this.#results.write(`${jsonLine(this.#events ? end : value)}\n`);
  }

  /** Never waits: to a reader that does not keep up, what is not in the journal either is not told. */
  printEvent(event: EventJson): void {
    if (!this.#events) return;
    if (!("seq" in event) && this.#results.writableLength > mostWaiting) return;
    this.#results.write(`${jsonLine(event)}\n`);
  }

  /** Stdout is a file the shell made by reading `15->16` as a redirection: nobody looks for results there. */
  sendResultsToStderr(): void {
    this.#results = this.#err;
  }

  get paint(): Paint {
    return this.#err.isTTY ? paintFor(this.#err) : unpainted;
  }

  get paintResults(): Paint {
    return this.#results.isTTY ? paintFor(this.#results) : unpainted;
  }
}
