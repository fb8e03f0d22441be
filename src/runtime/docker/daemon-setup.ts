import type { DaemonSetup } from "../../ports/daemon-facts.ts";
import type { Engine } from "./engine.ts";

export async function daemonSetup(engine: Engine): Promise<DaemonSetup> {
  const info = (await engine.ask({ method: "GET", path: "/info", doing: "asking how it is set up" })) as {
    Driver?: string;
    DockerRootDir?: string;
    OperatingSystem?: string;
    SecurityOptions?: readonly string[] | null;
  };
  return {
    storageDriver: info.Driver ?? "",
    rootDirectory: info.DockerRootDir ?? "",
    operatingSystem: info.OperatingSystem ?? "",
    rootless: (info.SecurityOptions ?? []).some((option) => option.includes("name=rootless")),
  };
}
