import type { DaemonFacts } from "../../ports/daemon-facts.ts";
import type { Engine } from "./engine.ts";

export async function daemonFacts(engine: Engine): Promise<DaemonFacts> {
  const info = (await engine.ask({ method: "GET", path: "/info", doing: "asking what it is" })) as {
    ID: string;
    Name: string;
    ServerVersion: string;
    NCPU?: number;
  };
  const { ID: id, Name: name, ServerVersion: version, NCPU: cpus = 1 } = info;
  return { id, name, host: engine.host, version, cpus: Math.max(1, cpus) };
}
