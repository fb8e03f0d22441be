import { describePlayedRuntime } from "../../contract/runtime-contract.ts";
import type { RuntimeWorld } from "../../contract/runtime-bench.ts";
import { simulatedRuntime } from "../../simulation/simulated-runtime.ts";
import { playedHost } from "./played-host.ts";

describePlayedRuntime("the simulated runtime", (): Promise<RuntimeWorld> => {
  const host = playedHost();
  const nothing = { exitCode: 127, stdout: "", stderr: "" };
  const runtime = simulatedRuntime(host, {
    look: () => nothing,
    dial: () => {
      throw new Error("nothing listens");
    },
  });
  return Promise.resolve({
    runtime,
    labels: { "dbshift.test": "played" },
    image: "played:1",
    name: (what) => what,
    foreignContainer: async (what) => {
      const volume = `${what}-data`;
      await runtime.createVolume(volume, {});
      const id = await runtime.createServer({
        name: what,
        image: "played:1",
        labels: {},
        environment: {},
        volume,
        at: "/data",
        ports: [],
      });
      await runtime.start(id);
      return { id, volume };
    },
    remove: () => Promise.resolve(),
  });
});
