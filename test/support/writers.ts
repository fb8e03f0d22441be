import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClientWish } from "../fixtures/writer/client.ts";
import { works, type Kind } from "../fixtures/writer/works.ts";
import { docker, testLabel } from "./containers.ts";
import { imageFor } from "./images.ts";
import { assertNone, together } from "./ledger.ts";
import type { Shop } from "./shop.ts";
import {
  addressOf,
  awaitActs,
  entriesIn,
  startWriterProcess,
  writerSummaries,
  type WriterProcess,
  type WriterSummary,
} from "./writer.ts";

/** Where all of them write: a database of their own beside the shop, so that what the shop holds stays as it is. */
export const writersDatabase = "writers";

/** How a client gets in: by the published port, by the alias on the network, or past both by the server's own socket. */
export type Way = "port" | "alias" | "socket";

export interface WritersOptions {
  /** A directory for their accounts. */
  readonly directory: string;
  /** Through the published port alone, without. */
  readonly ways?: readonly Way[];
}

/** Clients that do every kind of work at once, each way in. */
export interface Writers {
  /** Waits until each of them was acknowledged so many more acts than when it was called. */
  awaitActs(count: number, seconds?: number): Promise<void>;
  stop(): Promise<WriterSummary[]>;
  /**
   * Holds what the cluster has now against what all of them were told, and says how much that is. Stop them first.
   *
   * @throws LedgerBroken
   */
  check(): Promise<{ readonly ok: number }>;
}

/** Acts a second. Every table costs a dump something, and a long transaction takes as long as it does. */
const rates: Readonly<Record<Kind, number>> = {
  row: 20,
  counter: 20,
  threeTables: 10,
  sequence: 20,
  largeObject: 4,
  table: 1,
  longTransaction: 20,
};
const kinds = Object.keys(works) as Kind[];

export async function startWriters(
  shop: Shop,
  { directory, ways = ["port"] }: WritersOptions,
): Promise<Writers> {
  const { user } = shop.roles.app;
  await shop.sql(`CREATE DATABASE ${writersDatabase} OWNER ${user};`, "postgres");
  const setUp = kinds.map((kind) => works[kind].setUp).join("\n");
  await shop.sql(`SET ROLE ${user};\n${setUp}`, writersDatabase);
  const clientsOf = (way: Way): ClientWish[] =>
    kinds.map((kind) => {
      const client = `${way}-${kind}`;
      return { client, kind, ledger: join(directory, `ledger-${client}`), rate: rates[kind] };
    });
  const clients = ways.flatMap(clientsOf);
  const running = await Promise.all(ways.map((way) => starters[way](shop, clientsOf(way))));
  return {
    awaitActs: (count, seconds = 60) => awaitActs(clients, count, seconds),
    stop: async () => (await Promise.all(running.map((one) => one.stop()))).flat(),
    check: async () => {
      const found = kinds.map(async (kind) => {
        const entries = await entriesIn(clients.filter((one) => one.kind === kind).map((one) => one.ledger));
        const answer = await shop.sql(`${works[kind].question};`, writersDatabase);
        const rows = answer.split("\n").filter((line) => line !== "");
        const faults = works[kind].faults(
          entries,
          rows.map((line) => line.split("|")),
        );
        return { faults, ok: entries.filter(({ outcome }) => outcome === "OK").length };
      });
      const all = await Promise.all(found);
      assertNone(together(all.map(({ faults }) => faults)));
      return { ok: all.reduce((sum, { ok }) => sum + ok, 0) };
    },
  };
}

type Start = (shop: Shop, clients: readonly ClientWish[]) => Promise<WriterProcess>;

const starters: Readonly<Record<Way, Start>> = {
  port: async (shop, clients) =>
    startWriterProcess(
      { clients },
      addressOf(shop, { host: "127.0.0.1", port: shop.port, database: writersDatabase }),
    ),
  socket: async (shop, wishes) => {
    // Every try is a process of its own, and there is nobody to try for as long as nothing serves.
    const clients = wishes.map((wish) => ({ ...wish, patience: 1000 }));
    const exec = { container: shop.container, user: shop.superuser, database: writersDatabase };
    return startWriterProcess({ clients, exec }, {});
  },
  alias: startContainer,
};

/** The same program in a container on the shop's network, with what it needs of this directory mounted into it. */
async function startContainer(shop: Shop, clients: readonly ClientWish[]): Promise<WriterProcess> {
  const repository = fileURLToPath(new URL("../..", import.meta.url));
  const name = `${shop.id}-writers`;
  const env = {
    ...addressOf(shop, { host: shop.alias, port: 5432, database: writersDatabase }),
    WRITER: JSON.stringify({ clients }),
  };
  const [first] = clients;
  const ledgers = dirname(first?.ledger ?? "");
  const mounted = [
    ...["--volume", `${join(repository, "test")}:/dbshift/test:ro`],
    ...["--volume", `${join(repository, "node_modules")}:/dbshift/node_modules:ro`],
    ...["--volume", `${process.execPath}:/dbshift/node:ro`],
    ...["--volume", `${ledgers}:${ledgers}`],
    ...["--tmpfs", "/var/lib/postgresql/data"],
  ];
  const handed = Object.keys(env).flatMap((variable) => ["--env", variable]);
  const run = ["run", "--detach", "--name", name, "--label", `${testLabel}=${shop.id}`];
  const image = [imageFor("postgres:15"), "/dbshift/test/fixtures/writer/writer.ts"];
  const place = ["--network", shop.network, "--user", "0", "--entrypoint", "/dbshift/node"];
  await docker([...run, ...place, ...mounted, ...handed, ...image], { env });
  return {
    pid: undefined,
    stop: async () => {
      await docker(["stop", "--time", "60", name]);
      const said = await docker(["logs", name]);
      if ((await docker(["inspect", "--format", "{{.State.ExitCode}}", name])) !== "0") {
        throw new Error(`The writers in ${name} did not end well: ${said}`);
      }
      await docker(["rm", name]);
      return writerSummaries.parse(JSON.parse(said));
    },
  };
}
