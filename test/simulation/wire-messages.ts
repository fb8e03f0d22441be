/** One message of PostgreSQL's protocol. `type` is empty for a client's first one, which has none. */
export interface WireMessage {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Cuts a stream of bytes into messages, wherever it is torn. https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class WireMessages {
  #left = Buffer.alloc(0);
  #first: boolean;

  /** @param side whose bytes these are: a client's first message has no type */
  constructor(side: "client" | "server") {
    this.#first = side === "client";
  }

  read(bytes: Uint8Array): WireMessage[] {
    this.#left = Buffer.concat([this.#left, bytes]);
    const messages: WireMessage[] = [];
    for (;;) {
      const start = this.#first ? 0 : 1;
      if (this.#left.length < start + 4) return messages;
      const end = start + this.#left.readInt32BE(start);
      if (this.#left.length < end) return messages;
      const type = this.#left.toString("latin1", 0, start);
      messages.push({ type, body: this.#left.subarray(start + 4, end) });
      this.#left = this.#left.subarray(end);
      this.#first = false;
    }
  }
}
