import { UsageError } from "../../core/errors.ts";

/**
 * The arguments for the program `ssh` that make its stdin and stdout a connection to the engine on another host, as
 * Docker's own client does it: keys, known hosts, jumps and aliases are those of the user's ssh configuration.
 *
 * @throws UsageError where the address has parts that ssh does not take
 */
export function sshCommand(url: URL): readonly string[] {
  const host = decoded(url, url.hostname.replace(/^\[(.*)\]$/, "$1"));
  const user = decoded(url, url.username);
  const socket = decoded(url, url.pathname);
  if (host === "") throw badAddress(url, "It names no host.");
  if (url.password !== "") throw badAddress(url, "A password has no place in it: ssh logs in with a key.");
  if (url.search !== "" || url.hash !== "") throw badAddress(url, "Nothing may follow the path.");
  // The other side's shell reads this part.
  if (!/^[\w./@+-]*$/.test(socket)) throw badAddress(url, "Its path is not that of a plain socket.");
  const engine = socket === "" || socket === "/" ? [] : ["--host", `unix://${socket}`];
  return [
    ...["-T", "-o", "ConnectTimeout=20"],
    ...(user === "" ? [] : ["-l", user]),
    ...(url.port === "" ? [] : ["-p", url.port]),
    ...["--", host, "docker", ...engine, "system", "dial-stdio"],
  ];
}

function decoded(url: URL, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badAddress(url, "It is not encoded as an address is.");
  }
}

/** The address is not repeated: it may hold a password. */
function badAddress({ hostname }: URL, reason: string): UsageError {
  return new UsageError({
    summary: `The address of the Docker engine on "${hostname}" cannot be used`,
    detail: [reason, "It is written ssh://user@host, with :port and /path/to/docker.sock where they differ."],
  });
}
