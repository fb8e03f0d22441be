import type { Answers } from "./answers.ts";
import { copyOf, type Cluster, type SimulatedContainer, type SimulatedVolume, type World } from "./world.ts";

/** What the source's own access rules admit: its loopback without a password, the network with one. */
const sourceRules = "host all all 127.0.0.1/32 trust\nhost all all all scram-sha-256\n";

const begun = Date.UTC(2026, 0, 1);
const moment = (number: number): string =>
  new Date(begun - 3_600_000).toISOString().replace("Z", `${String(number).padStart(6, "0")}Z`);

/** A host on which the shop serves from PostgreSQL 15, beside things of others that have names like its own. */
export function shopWorld({ images, identities }: Answers): World {
  const image = images["15"];
  if (image === undefined) throw new Error("There is no image of the source in the recording.");
  const cluster = (identity: string): Cluster => ({
    major: "15",
    identity,
    halfMade: false,
    shutDown: false,
    nextTransaction: 750,
    databases: { shop: true, attic: false },
    rows: [],
    whole: true,
  });
  const server = (number: number, name: string, volume: string, hostPort: string): SimulatedContainer => ({
    id: String(number).padStart(64, "a"),
    name,
    image: "postgres:15",
    imageId: image.id,
    state: "running",
    exitCode: 0,
    createdAt: moment(number),
    startedAt: moment(number + 10),
    labels: { "com.example.team": "shop" },
    environment: { ...image.environment, POSTGRES_PASSWORD: "secret", POSTGRES_USER: "postgres" },
    entrypoint: undefined,
    command: undefined,
    user: undefined,
    restartPolicy: { name: "always", maximumRetryCount: 0 },
    autoRemove: false,
    stoppedByHand: false,
    networkMode: "shop-net",
    attachments: [
      {
        network: "shop-net",
        networkId: "net-1",
        aliases: [name === "shop" ? "db" : "db-2"],
        ipv4: undefined,
        ipv6: undefined,
        links: [],
        driverOptions: {},
      },
    ],
    unstartable: false,
    mounts: [
      {
        type: "volume",
        volume,
        anonymous: false,
        source: volume,
        destination: "/var/lib/postgresql/data",
        subpath: undefined,
        readOnly: false,
      },
    ],
    ports: [{ containerPort: "5432/tcp", hostIp: "127.0.0.1", hostPort }],
    files: {},
    stdout: "",
    stderr: "",
    server: {
      readyAt: begun - 3_600_000,
      rules: sourceRules,
      loadedAt: begun - 3_600_000,
      stopping: false,
      sessions: [],
    },
  });
  const volume = (number: number, name: string, identity: string): SimulatedVolume => ({
    name,
    labels: {},
    createdAt: moment(number),
    anonymous: false,
    files: {
      "postgresql.conf": "work = hard\n",
      "postgresql.auto.conf": "work_mem = '6MB'\n",
      "pg_hba.conf": sourceRules,
      "pg_ident.conf": "# none\n",
    },
    cluster: cluster(identity),
  });
  const containers = [server(1, "shop", "shop-data", "5432"), server(2, "shop-2", "shop-data-2", "5433")];
  const volumes = [volume(3, "shop-data", identities["15"] ?? ""), volume(4, "shop-data-2", "4711")];
  // As copies of it will be: without what is undefined.
  return copyOf({
    now: begun,
    made: 100,
    containers: Object.fromEntries(containers.map((each) => [each.id, each])),
    volumes: Object.fromEntries(volumes.map((each) => [each.name, each])),
    networks: { "net-1": "shop-net" },
    due: [],
    journals: {},
    files: {},
    client: { next: 1, acknowledged: {}, served: [] },
    violations: [],
  });
}
