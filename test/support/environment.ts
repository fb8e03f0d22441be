import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchDocker, type Watch } from "./containers-events.ts";
import { inspectContainer } from "./containers-inspect.ts";
import { docker, leaseOf, testLabel } from "./containers.ts";
import { imageFor } from "./images.ts";
import { psqlConnect } from "./psql-connect.ts";
import { runsIn } from "./run-cli-journal.ts";
import { endOf, startCli, type CliOptions, type CliResult, type RunningCli } from "./run-cli.ts";
import { createShop, type Shop, type ShopOptions } from "./shop.ts";
import { startWriter, type Writer } from "./writer.ts";
import { startWriters, writersDatabase, type Way, type Writers } from "./writers.ts";

/** A shop with a state directory of its own beside it, and an eye on the daemon; what a test of a whole run begins with. */
export interface Scene {
  readonly id: string;
  readonly shop: Shop;
  readonly stateHome: string;
  readonly watch: Watch;
  /** The words of an upgrade of the shop that asks nothing and labels what it makes. */
  readonly upgrade: readonly string[];
  start(args: readonly string[], options?: Omit<CliOptions, "stateHome">): RunningCli;
  /** Runs the command line to its end. */
  run(args: readonly string[], options?: Omit<CliOptions, "stateHome">): Promise<CliResult>;
  /** The same, of a command that has to end with 0. */
  succeed(args: readonly string[], options?: Omit<CliOptions, "stateHome">): Promise<CliResult>;
  /** A client of the shop; its account is kept beside the state directory. */
  write(client: string, rate?: number): Writer;
  /** Clients that do every kind of work at once, in a database of their own. */
  writeEverything(ways?: readonly Way[]): Promise<Writers>;
  remove(): Promise<void>;
}

export interface SceneOptions extends Omit<ShopOptions, "id" | "image"> {
  readonly name: string;
  /** The majors the upgrade goes from and to; 15 and 16 where absent. */
  readonly pair?: readonly [from: string, to: string];
}

export async function createScene(options: SceneOptions): Promise<Scene> {
  const { name, pair: [from, to] = ["15", "16"], ...more } = options;
  const id = `${name}-${randomBytes(3).toString("hex")}`;
  const shop = await createShop({ id, image: imageFor(`postgres:${from}`), ...more });
  const stateHome = await mkdtemp(join(tmpdir(), `dbshift-${id}-`));
  const watch = await watchDocker();
  const programs: RunningCli[] = [];
  const writers: { stop(): Promise<unknown> }[] = [];
  const start: Scene["start"] = (args, given = {}) => {
    const program = startCli(args, { stateHome, ...given });
    programs.push(program);
    return program;
  };
  return {
    id,
    shop,
    stateHome,
    watch,
    upgrade: [
      "postgres",
      `${from}..${to}`,
      shop.container,
      "--yes",
      "--json",
      "--label",
      `${testLabel}=${id}`,
    ],
    start,
    run: (args, given) => start(args, given).result,
    succeed: async (args, given) => {
      const result = await start(args, given).result;
      if (result.exitCode !== 0) throw new Error(`It ended with ${endOf(result)}`);
      return result;
    },
    write: (client, rate) => {
      const ledger = join(stateHome, `ledger-${client}`);
      const writer = startWriter(shop, { ledger, client, ...(rate === undefined ? {} : { rate }) });
      writers.push(writer);
      return writer;
    },
    writeEverything: async (ways = ["port"]) => {
      const all = await startWriters(shop, { directory: stateHome, ways });
      writers.push(all);
      return all;
    },
    remove: async () => {
      for (const program of programs) await program.signal("SIGKILL");
      await Promise.allSettled([
        ...programs.map(({ result }) => result),
        ...writers.map((writer) => writer.stop()),
      ]);
      await watch.stop();
      await shop.remove();
      await rm(stateHome, { recursive: true });
    },
  };
}

/** Attaches the shop to one more network, under an alias that only this one knows. */
export async function joinNetwork({ id, shop }: Scene, alias: string): Promise<string> {
  const network = `${id}-${alias}`;
  await docker(["network", "create", "--label", `${testLabel}=${id}`, network]);
  await docker(["network", "connect", "--alias", alias, network, shop.container]);
  return network;
}

/** The names of what is there of a test, whoever made it. */
export interface Inventory {
  /** But for holders. */
  readonly containers: readonly string[];
  /** How many containers do nothing but hold a source volume. */
  readonly holders: number;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/** Everything that carries the test's label or a label of its runs, uses the shop's volume, or is the lease on it. */
export async function inventory({ id, shop, stateHome }: Scene): Promise<Inventory> {
  const runs = new Set(runsIn(stateHome));
  // A filter for each run would be a program for each run, and there may be a hundred of them.
  const labelled = async (list: readonly string[], name: string): Promise<string[]> => {
    const labels = [testLabel, "dbshift.run", "dbshift.source-volume"].map(
      (label) => `{{.Label "${label}"}}`,
    );
    const found = await docker([...list, "--format", [name, ...labels].join("\t")]);
    return found.split("\n").flatMap((line) => {
      const [called = "", test, run = "", source] = line.split("\t");
      return test === id || runs.has(run) || source === shop.volume ? [called] : [];
    });
  };
  const usersOf = async (filter: string): Promise<string[]> =>
    (await docker(["ps", "--all", "--format", "{{.Names}}", "--filter", filter])).split("\n");
  const users = [`volume=${shop.volume}`, `volume=${shop.volume}-pg16`, `name=^/${leaseOf(shop.volume)}$`];
  const found = await Promise.all([labelled(["ps", "--all"], "{{.Names}}"), ...users.map(usersOf)]);
  const containers = [...new Set(found.flat())].filter((name) => name !== "").sort();
  const isHolder = (name: string): boolean => /^dbshift-.*-holder(-a\d+)?$/.test(name);
  return {
    containers: containers.filter((name) => !isHolder(name)),
    holders: containers.filter(isHolder).length,
    volumes: (await labelled(["volume", "ls"], "{{.Name}}")).sort(),
    networks: (await labelled(["network", "ls"], "{{.Name}}")).sort(),
  };
}

/** Everything Docker says of what is there of a test, down to the processes; health checks and looks into it left out. */
export async function inspectAll(scene: Scene): Promise<unknown> {
  const { containers, volumes, networks } = await inventory(scene);
  const found = await docker(["inspect", ...new Set([...containers, ...volumes, ...networks])]);
  return JSON.parse(found, (key, value: unknown) =>
    key === "Health" || key === "ExecIDs" ? undefined : value,
  );
}

/**
 * A digest of all that the shop's server holds, as its own pg_dumpall tells it, and of each database's properties. The
 * rows of writers are left out: what became of those, their own accounts tell.
 */
export async function digestOf(shop: Pick<Shop, "container" | "superuser" | "sql">): Promise<string> {
  const others = `--exclude-database=${writersDatabase}`;
  const dump = await docker(["exec", shop.container, "pg_dumpall", "-U", shop.superuser, others]);
  const steady = dump
    // Newer tools put a random word into every dump.
    .replace(/^\\(un)?restrict .*$/gm, "")
    .replace(/^COPY sales\.ledger [^]*?^\\\.$/m, "")
    .replace(/^SELECT pg_catalog\.setval\('sales\.ledger_id_seq'.*$/m, "");
  const databases = await shop.sql(
    `SELECT oid, datname, datdba, datallowconn, datconnlimit, datacl FROM pg_database
      WHERE datname <> '${writersDatabase}' ORDER BY oid;`,
  );
  return createHash("sha256").update(steady).update(databases).digest("hex");
}

/** A shop as it can be seen from outside, but for when its container was started last: the same after a way back. */
export async function stateOf(scene: Scene): Promise<unknown> {
  const { startedAt: _, ...container } = await inspectContainer(scene.shop.container);
  return { container, left: await inventory(scene), data: await digestOf(scene.shop) };
}

/** The number of rows of every table the shop's server has, but for the rows of writers. */
export async function countsOf(shop: Pick<Shop, "sql">): Promise<string> {
  const open = `SELECT datname FROM pg_database
                 WHERE datallowconn AND datname <> '${writersDatabase}' ORDER BY datname;`;
  const databases = (await shop.sql(open)).split("\n");
  const count = `
    SELECT current_database(), c.oid::regclass,
           (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', c.oid::regclass), false, true, '')))[1]
      FROM pg_class c WHERE relkind IN ('r', 'm') AND relispopulated AND c.oid <> coalesce(to_regclass('sales.ledger'), 0)
       AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY c.oid::regclass::text;`;
  return shop.sql(databases.map((name) => `${psqlConnect(name)}${count}`).join("\n"));
}
