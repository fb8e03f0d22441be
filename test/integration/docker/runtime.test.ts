import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { describeRuntime } from "../../contract/runtime-contract.ts";
import { ensureBusybox } from "../../support/docker-busybox.ts";
import { dockerSandbox } from "../../support/docker-sandbox.ts";

describeRuntime("the Docker runtime", async () => {
  const { one: image } = await ensureBusybox();
  const { runtime } = await dockerRuntime();
  const sandbox = dockerSandbox();
  const label = Object.entries(sandbox.labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
  return {
    runtime,
    labels: sandbox.labels,
    image,
    name: (what) => sandbox.name(what),
    async foreignContainer(what) {
      const volume = await sandbox.docker("volume", "create", ...label, `${what}-data`);
      const id = await sandbox.docker(
        "run",
        "--detach",
        "--name",
        what,
        ...label,
        "-v",
        `${volume}:/data`,
        image,
      );
      return { id, volume };
    },
    remove: () => sandbox.remove(),
  };
});
