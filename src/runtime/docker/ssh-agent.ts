import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { SshConnection } from "./ssh-connection.ts";

/**
 * Connections of an HTTP client to an engine on another host. docker-modem has its own way over ssh, which accepts any
 * host key and reads no configuration; this one is the user's `ssh`. A connection is used again for the next question,
 * because logging in takes longer than most answers.
 */
export class SshAgent extends Agent {
  readonly #argv: readonly string[];

  constructor(argv: readonly string[]) {
    // An sshd turns logins away when ten are under way (MaxStartups).
    super({ keepAlive: true, maxSockets: 8 });
    this.#argv = argv;
  }

  override createConnection(): Duplex {
    return new SshConnection(this.#argv);
  }
}
