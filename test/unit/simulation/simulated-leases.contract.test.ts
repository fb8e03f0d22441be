import { leaseName } from "../../../src/runtime/docker/lease-container.ts";
import { describeLeases } from "../../contract/lease-contract.ts";
import { simulatedLeases } from "../../simulation/simulated-leases.ts";
import { simulatedRuntime } from "../../simulation/simulated-runtime.ts";
import { playedHost } from "./played-host.ts";

describeLeases("the simulated host", () => {
  const host = playedHost();
  const nothing = { exitCode: 127, stdout: "", stderr: "" };
  const runtime = simulatedRuntime(host, {
    look: () => nothing,
    dial: () => {
      throw new Error("nothing listens");
    },
  });
  return Promise.resolve({
    leases: simulatedLeases(host),
    image: "played:1",
    volume: (what) => what,
    breakLease: (volume) => Promise.resolve().then(() => host.remove(host.get(leaseName(volume)).id)),
    occupy: async (volume) => {
      await runtime.createHelper({
        name: leaseName(volume),
        image: "played:1",
        labels: {},
        argv: ["true"],
        mounts: [],
      });
    },
    remove: () => Promise.resolve(),
  });
});
