import { docker, until } from "./containers.ts";

export interface Asking {
  readonly user: string;
  readonly database?: string;
  /** Empty asks over the container's Unix socket, where the entrypoint's temporary server answers, too. */
  readonly host?: string;
  /** Absent, it is the one that the container's environment names. */
  readonly port?: number;
  readonly password?: string;
  readonly seconds?: number;
}

// To start a program in a container costs many times what it costs to ask: it asks for some seconds each time.
const patient =
  'for i in $(seq 50); do answer=$("$@" 2>&1) && exit; sleep 0.1; done; echo "$answer" >&2; exit 1';

/** Until the server in a container answers a query; over TCP, so that it is not the one that initialises the cluster. */
export async function awaitServer(container: string, asking: Asking): Promise<void> {
  const { user, database = "postgres", host = "127.0.0.1", port, password = "", seconds = 90 } = asking;
  const place = [...(host === "" ? [] : ["-h", host]), ...(port === undefined ? [] : ["-p", String(port)])];
  const where = [...place, "-U", user, "-d", database];
  const ask = ["sh", "-c", patient, "ask", "psql", "-X", "-w", ...where, "-Atc", "SELECT 1"];
  const env = { PGPASSWORD: password, PGCONNECT_TIMEOUT: "5" };
  const names = Object.keys(env).flatMap((name) => ["--env", name]);
  await until(`a server in ${container}`, seconds, async () => {
    await docker(["exec", ...names, container, ...ask], { env });
    return true;
  });
}
