import type { Plan } from "../../../src/core/plan.ts";
import type { ReadContext } from "../../../src/playbook/context.ts";
import type { Container, RuntimeReader, Volume } from "../../../src/ports/runtime.ts";

const source: Container = {
  id: "source-id",
  name: "shop-db",
  image: "postgres:15",
  imageId: "sha256:15",
  state: "running",
  exitCode: 0,
  createdAt: "2026-01-01T00:00:00Z",
  startedAt: "2026-01-02T00:00:00Z",
  labels: {},
  environment: new Map(),
  entrypoint: undefined,
  command: undefined,
  user: undefined,
  restartPolicy: { name: "always", maximumRetryCount: 0 },
  autoRemove: false,
  init: false,
  networkMode: "shop",
  attachments: [],
  unstartable: false,
  mounts: [],
  ports: [{ containerPort: "5432/tcp", hostIp: "127.0.0.1", hostPort: "5432" }],
};

export const other = (changes: Partial<Container>): Container => ({
  ...source,
  id: "other-id",
  name: "other",
  ports: [],
  ...changes,
});

export const volume: Volume = {
  name: "shop-data",
  driver: "local",
  options: {},
  labels: {},
  createdAt: "then",
  anonymous: false,
};

export interface Sample {
  readonly source?: Partial<Container>;
  readonly others?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly units?: readonly string[] | undefined;
}

/** What a check is given, over a daemon that holds these containers and volumes. */
export function contextOver(sample: Sample): ReadContext {
  const containers = [{ ...source, ...sample.source }, ...(sample.others ?? [])];
  const volumes = sample.volumes ?? [volume];
  const runtime: Partial<RuntimeReader> = {
    findContainer: (wanted) =>
      Promise.resolve(containers.find(({ id, name }) => id === wanted || name === wanted)),
    listContainers: () => Promise.resolve(containers),
    findVolume: (wanted) => Promise.resolve(volumes.find(({ name }) => name === wanted)),
    serviceUnitsNaming: () => Promise.resolve("units" in sample ? sample.units : []),
  };
  const plan = {
    source: { containerId: "source-id", container: "shop-db", volume: "shop-data" },
    target: { volume: "shop-data-pg16", keptSource: "shop-db.pre16", setAsideTarget: "shop-db.pg16" },
  };
  return { runtime, plan: plan as unknown as Plan } as unknown as ReadContext;
}
