import { visibleText } from "./visible-text.ts";

/** The end of what was printed, for an error message or a log. */
export class TextTail {
  readonly #limit: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(limit = 2048) {
    this.#limit = limit;
  }

  add(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]).subarray(-this.#limit);
  }

  toString(): string {
    return visibleText(this.#bytes.toString("utf8"));
  }
}
