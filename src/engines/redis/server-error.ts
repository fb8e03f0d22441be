/** What a server answered instead of a result. Of the command it holds the name alone: the words could be a password. */
export class ServerError extends Error {
  /** The first word of the answer, in capitals: `NOPERM`, `WRONGTYPE`, `ERR` … */
  readonly code: string;
  readonly command: string;

  constructor(command: string, message: string) {
    super(message);
    this.name = "ServerError";
    this.code = /^[A-Z]+(?= |$)/.exec(message)?.[0] ?? "ERR";
    this.command = command;
  }
}
