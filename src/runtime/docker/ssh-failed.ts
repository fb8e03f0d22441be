/** The program ssh, or what it started on the other host, ended without a connection to the engine. */
export class SshFailed extends Error {
  /** The command that would show the same to a person. */
  readonly retry: string;

  constructor(said: string, retry: string, cause?: unknown) {
    super(said, { cause });
    this.name = "SshFailed";
    this.retry = retry;
  }
}
