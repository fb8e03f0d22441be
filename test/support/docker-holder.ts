import { LeaseHeld } from "../../src/core/errors.ts";
import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";

// Wants the lease on the volume `argv[2]` with the image `argv[3]` for the run `argv[4]`; says how that went, and stays.
const [, , volume = "", image = "", run = ""] = process.argv;
const { leases } = await dockerRuntime();
const holder = { run, command: "holder", user: "test", host: "here", pid: process.pid, since: "now" };
try {
  const lease = await leases.acquire(volume, image, holder);
  process.stdout.write("held\n");
  lease.lost.addEventListener("abort", () => process.stdout.write("lost\n"));
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof LeaseHeld)) throw error;
  process.stdout.write("refused\n");
}
