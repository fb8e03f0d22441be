import { createHash } from "node:crypto";
import { label } from "../../src/ports/runtime.ts";
import type { Answers } from "./answers.ts";
import { dataVolumeOf, majorOf, servedCluster } from "./cluster-of.ts";
import type { Host, Program } from "./host.ts";
import type { Cluster, Dump, SimulatedContainer } from "./world.ts";

type Stages = Program["stages"];

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Ended by any signal, as a program without a handler that is not PID 1's own. */
const plain = (stages: Stages): Program => ({ stages, onSignal: () => ({ code: 130, after: 0 }) });

/** What our helper containers do, known by their role; they go on when nobody waits for them any more. */
export function helperProgram(container: SimulatedContainer, answers: Answers): Program | undefined {
  const role = container.labels[label.role] ?? "";
  const program = Object.hasOwn(programs, role) ? programs[role] : undefined;
  return program && plain(program(answers));
}

const printing =
  (what: string) =>
  ({ helpers }: Answers): Stages => [
    {
      after: 50,
      run: (_, container) => {
        const words = container.command ?? [];
        container.stdout = (helpers[`${what} ${majorOf(container)}`] ?? "").replaceAll(
          "NONCE",
          words[3] ?? "",
        );
        return 0;
      },
    },
  ];

const programs: Readonly<Record<string, (answers: Answers) => Stages>> = {
  inspect: printing("inspect"),
  clients: printing("clients"),
  holder: () => [
    {
      after: 20,
      run: (_, container) => {
        container.files["/dbshift-source.json"] ??= "";
        return undefined;
      },
    },
  ],
  lease: () => [],
  "prepare-work": () => [
    {
      after: 50,
      run: (host, container) => {
        write(host, container, "/dbshift/pg_hba.conf", "host all all 127.0.0.1/32 trust\n");
        return 0;
      },
    },
  ],
  initialise: () => [
    { after: 50, run: halfMake },
    { after: 300, run: makeWhole },
  ],
  dump: () => [
    { after: 50, run: beginDump },
    { after: 400, run: endDump },
  ],
  restore: () => [
    { after: 50, run: beginRestore },
    { after: 500, run: endRestore },
  ],
  "control-data": ({ helpers }) => [
    {
      after: 50,
      run: (host, container) => {
        const cluster = dataVolumeOf(host, container)?.cluster;
        container.stdout =
          cluster === undefined ? "" : controlData(helpers["control-data 15"] ?? "", cluster);
        return cluster === undefined ? 1 : 0;
      },
    },
  ],
  "close-databases": () => [{ after: 50, run: closeDatabases }],
};

function write(host: Host, container: SimulatedContainer, path: string, text: string): void {
  const { files, name } = host.place(container, path);
  files[name] = text;
}

/** Arguments behind `bash -c SCRIPT NAME`. */
const argumentsOf = ({ command = [] }: SimulatedContainer): readonly string[] => command.slice(3);

function halfMake(host: Host, container: SimulatedContainer): number | undefined {
  const volume = dataVolumeOf(host, container);
  if (volume === undefined || volume.cluster !== undefined) return 1;
  volume.cluster = {
    major: majorOf(container),
    identity: `7${String(host.world.made++).padStart(18, "0")}`,
    halfMade: true,
    shutDown: true,
    nextTransaction: 700,
    databases: {},
    rows: [],
    whole: false,
  };
  volume.files["pg_hba.conf"] = "local all all reject\n";
  return undefined;
}

function makeWhole(host: Host, container: SimulatedContainer): number {
  const volume = dataVolumeOf(host, container);
  if (volume?.cluster === undefined) return 1;
  const [, rules = "", carried = ""] = argumentsOf(container);
  volume.cluster.halfMade = false;
  volume.files = {
    "pg_hba.conf": rules,
    [carried]: "",
    "pg_ident.conf": "",
    "postgresql.conf": "work = some\n",
    "postgresql.auto.conf": "",
  };
  return 0;
}

function serverBeside(host: Host, container: SimulatedContainer): Cluster | undefined {
  return servedCluster(host, host.find(container.networkMode.replace(/^container:/, "")));
}

/** All of it is read at one instant, and written for a while. */
function beginDump(host: Host, container: SimulatedContainer): number | undefined {
  const cluster = serverBeside(host, container);
  if (cluster === undefined) return 1;
  const open = Object.keys(cluster.databases).filter((name) => cluster.databases[name]);
  const dump: Dump = { major: cluster.major, databases: open, rows: [...cluster.rows], whole: false };
  write(host, container, argumentsOf(container)[0] ?? "", JSON.stringify(dump));
  return undefined;
}

function endDump(host: Host, container: SimulatedContainer): number {
  const path = argumentsOf(container)[0] ?? "";
  const begun = host.read(container, path);
  if (serverBeside(host, container) === undefined || begun === undefined) return 1;
  const text = JSON.stringify({ ...(JSON.parse(begun) as Dump), whole: true });
  write(host, container, path, text);
  container.stdout = `${sha256(text)}\n${String(text.length)}\n`;
  return 0;
}

function beginRestore(host: Host, container: SimulatedContainer): number | undefined {
  const [path = "", digest, length] = argumentsOf(container);
  const text = host.read(container, path) ?? "";
  const cluster = serverBeside(host, container);
  if (String(text.length) !== length || sha256(text) !== digest) return 8;
  if (cluster === undefined) return 2;
  // Whatever is there already is an error, and any error ends it.
  if (Object.keys(cluster.databases).length > 0) return 3;
  const { rows } = JSON.parse(text) as Dump;
  cluster.databases["shop"] = true;
  cluster.rows = rows.slice(0, rows.length / 2);
  cluster.nextTransaction += 50;
  return undefined;
}

function endRestore(host: Host, container: SimulatedContainer): number {
  const cluster = serverBeside(host, container);
  if (cluster === undefined) return 2;
  const dump = JSON.parse(host.read(container, argumentsOf(container)[0] ?? "") ?? "{}") as Dump;
  cluster.databases = Object.fromEntries(dump.databases.map((name) => [name, true]));
  cluster.rows = [...dump.rows];
  cluster.nextTransaction += 50;
  cluster.whole = dump.whole;
  return 0;
}

function controlData(text: string, { nextTransaction, shutDown }: Cluster): string {
  return text
    .replace(/^(Latest checkpoint's NextXID:\s+).*$/m, `$10:${String(nextTransaction)}`)
    .replace(/^(Database cluster state:\s+).*$/m, `$1${shutDown ? "shut down" : "in production"}`);
}

function closeDatabases(host: Host, container: SimulatedContainer): number {
  const volume = dataVolumeOf(host, container);
  if (volume?.cluster === undefined) return 1;
  if (host.usersOf(volume.name).some(({ server }) => server !== undefined)) {
    host.world.violations.push(
      `I4: ${container.name} opened ${volume.name} while a server was at work there`,
    );
  }
  for (const name of Object.keys(volume.cluster.databases)) {
    if (
      !argumentsOf(container).some((statement) => statement.includes(`"${name}" allow_connections false`))
    ) {
      continue;
    }
    volume.cluster.databases[name] = false;
    volume.cluster.nextTransaction += 1;
  }
  return 0;
}
