import { StepError } from "../../core/errors.ts";

const mebibyte = 1024 * 1024;

/** Collects bytes up to a limit; more than that is an error of the reader's choice. */
export class BoundedText {
  readonly #parts: Buffer[] = [];
  readonly #what: string;
  #length = 0;

  constructor(what: string) {
    this.#what = what;
  }

  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > mebibyte) throw new StepError({ summary: `${this.#what} printed more than 1 MiB` });
    this.#parts.push(bytes);
  }

  toString(): string {
    return Buffer.concat(this.#parts).toString("utf8");
  }
}
