import { paintFor, unpainted, type Paint } from "../report/paint.ts";

interface Wishes {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Where words go: messages for people to stderr, results to stdout. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly #err = process.stderr;
  #results: NodeJS.WriteStream = process.stdout;

  constructor(wishes: Wishes) {
    this.json = wishes.json;
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

  printJson(value: object): void {
    if (this.json) this.#results.write(`${JSON.stringify(value)}\n`);
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
