import type { DaemonFacts } from "../../ports/runtime.ts";
import type { Engine } from "./engine.ts";

export async function daemonFacts(engine: Engine): Promise<DaemonFacts> {
  const info = (await engine.ask({ method: "GET", path: "/info", doing: "asking what it is" })) as {
    ID: string;
    Name: string;
    ServerVersion: string;
  };
  return { id: info.ID, name: info.Name, host: engine.host, version: info.ServerVersion };
}
