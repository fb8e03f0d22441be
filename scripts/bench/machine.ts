import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { docker } from "../../test/support/containers.ts";
import { imageFor } from "../../test/support/images.ts";

/** What the absolute times depend on. */
export async function benchFacts(): Promise<Readonly<Record<string, string>>> {
  const server = "{{.ServerVersion}}, storage driver {{.Driver}}";
  return {
    cores: `${availableParallelism()} (${cpus()[0]?.model ?? "unknown"})`,
    memory: `${(totalmem() / 1e9).toFixed(1)} GB`,
    kernel: release(),
    Docker: await docker(["info", "--format", server]),
    Node: process.versions.node,
    images: [imageFor("postgres:15"), imageFor("postgres:16")].join(", "),
    "load average": loadavg()
      .map((load) => load.toFixed(2))
      .join(", "),
  };
}
