import { engines } from "../../src/engines/registry.ts";
import { shippedPlaybook } from "../faults/shipped-playbook.ts";
import { shopInside } from "./shop-host.ts";
import { simulatedRuntime } from "./simulated-runtime.ts";
import type { ToolParts } from "./tool.ts";

/** dbshift as it is shipped, on simulated hosts. */
export async function shippedParts(): Promise<ToolParts> {
  const parts = await engines.find(({ id }) => id === "postgres")?.load({});
  if (parts === undefined) throw new Error("There is no engine for PostgreSQL.");
  return {
    engine: parts.engine,
    playbook: await shippedPlaybook("postgres", "dump"),
    runtime: (host) => simulatedRuntime(host, shopInside),
  };
}
