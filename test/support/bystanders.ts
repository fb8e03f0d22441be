import { docker, removeTest, testLabel, until } from "./containers.ts";
import { imageFor } from "./images.ts";
import type { Shop } from "./shop.ts";

/** Somebody else's things on the same engine, with names like those an upgrade uses. */
export interface Bystanders {
  /** All there is to know of them: what Docker says of each, and every byte in their volumes. */
  state(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

const sizes = ["--cpus", "0.1", "--memory", "32m"];

/**
 * Three containers (one runs, one ended, one was never started) and two volumes with something in them, called almost as
 * an upgrade of this shop calls what it makes.
 */
export async function createBystanders(shop: Shop): Promise<Bystanders> {
  const id = `${shop.id}-bystander`;
  const label = ["--label", `${testLabel}=${id}`];
  const volumes = [`${shop.volume}-pg16-of-mine`, `${shop.volume}2`];
  const [first = "", second = ""] = volumes;
  const create = async (name: string, script: string): Promise<string> => {
    const mounts = ["--volume", `${first}:/first`, "--volume", `${second}:/second`];
    const run = ["--entrypoint", "sh", imageFor("postgres:15"), "-c", script];
    return docker(["create", ...label, ...sizes, "--network", "none", "--name", name, ...mounts, ...run]);
  };
  for (const volume of volumes) await docker(["volume", "create", ...label, volume]);
  const fill = "echo first >/first/PG_VERSION; seq 1000 >/second/data; chown -R postgres /first";
  const containers = [
    await create(`${shop.container}.pre16-of-mine`, `${fill}; touch /filled; exec sleep infinity`),
    await create(`${shop.container}2`, "true"),
    await create(`my-${shop.container}`, "true"),
  ];
  const [running = "", ended = ""] = containers;
  await docker(["start", running, ended]);
  await until("others' things", 60, async () => {
    await docker(["exec", running, "test", "-e", "/filled"]);
    return (await docker(["inspect", "--format", "{{.State.Status}}", ended])) === "exited";
  });
  const bytes = "find /first /second -exec stat -c '%n %s %Y %Z %u %a' {} + && sha256sum /first/* /second/*";
  return {
    state: async () => {
      const inspected = JSON.parse(await docker(["inspect", ...containers, ...volumes])) as object[];
      const said = inspected.map((one) => JSON.stringify(one, steady));
      return [...said, await docker(["exec", running, "sh", "-c", bytes])];
    },
    remove: () => removeTest(id),
  };
}

/** Without what changes by being looked at: the engine lists mounts in any order. */
function steady(key: string, value: unknown): unknown {
  if (key === "ExecIDs") return undefined;
  return key === "Mounts" && Array.isArray(value)
    ? value.map((mount) => JSON.stringify(mount)).sort()
    : value;
}
