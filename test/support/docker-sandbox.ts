import { randomBytes } from "node:crypto";
import { execa } from "execa";
import type { Labels } from "../../src/ports/runtime.ts";

/** What one test file makes in Docker, under names and a label of its own, and how it goes away again. */
export interface DockerSandbox {
  readonly labels: Labels;
  name(what: string): string;
  /** The command-line client, the outsider's way to look and to act. Returns what it printed. */
  docker(...argv: readonly string[]): Promise<string>;
  /** A network with a subnet of its own, because a fixed address wants one. Returns its name. */
  network(what: string, subnet?: string): Promise<string>;
  remove(): Promise<void>;
}

export function dockerSandbox(): DockerSandbox {
  const id = randomBytes(4).toString("hex");
  const label = `dbshift.test=${id}`;
  const docker = async (...argv: readonly string[]) => (await execa("docker", [...argv])).stdout;
  const ids = async (...argv: readonly string[]) =>
    (await docker(...argv, "--quiet", "--filter", `label=${label}`)).split("\n").filter(Boolean);
  const name = (what: string) => `dbt-${id}-${what}`;
  return {
    labels: { "dbshift.test": id },
    name,
    docker,
    async network(what, subnet) {
      const options = subnet === undefined ? [] : ["--subnet", subnet];
      await docker("network", "create", "--label", label, ...options, name(what));
      return name(what);
    },
    async remove() {
      for (const container of await ids("ps", "--all")) await docker("rm", "--force", "--volumes", container);
      for (const volume of await ids("volume", "ls")) await docker("volume", "rm", volume);
      for (const network of await ids("network", "ls")) await docker("network", "rm", network);
    },
  };
}
