import { readdir, readFile } from "node:fs/promises";
import { awaitServer } from "./await-server.ts";
import { docker, freePort, removeTest, testLabel } from "./containers.ts";
import { imageFor } from "./images.ts";

const sqlDirectory = new URL("../fixtures/postgres/shop/", import.meta.url);
const dataDirectory = "/var/lib/postgresql/data";

export interface ShopOptions {
  /** Value of the label `dbshift.test` on everything that is made; also where the names come from. */
  readonly id: string;
  readonly container?: string;
  readonly image?: string;
  /** The bootstrap superuser. */
  readonly superuser?: string;
  /** The superuser's. */
  readonly password?: string;
  /** A file of this machine with it, which the container gets in the place of the variable. */
  readonly passwordFile?: string;
  /** Percent of the full amount of data; 0 leaves the cluster as the image makes it. */
  readonly scale?: number;
  /** Addresses of its network, for a container that wants a fixed one. */
  readonly subnet?: string;
  /** More arguments for `docker create`, before the image. */
  readonly create?: readonly string[];
  /** More arguments for the server. */
  readonly server?: readonly string[];
}

/** A PostgreSQL server in a container, set up as its user would have it, with the sample shop in it. */
export interface Shop {
  readonly id: string;
  readonly container: string;
  readonly volume: string;
  readonly network: string;
  /** What other containers of the network call it, besides its name. */
  readonly alias: string;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly superuser: string;
  readonly password: string;
  readonly roles: typeof roles;
  /** Runs a psql script as the superuser, in whichever container has the name now; unaligned rows without headings. */
  sql(script: string, database?: string): Promise<string>;
  /** Until whichever server has the name now answers as the superuser. */
  awaitServing(seconds?: number): Promise<void>;
  /** Removes it, and whatever an upgrade made of it. */
  remove(): Promise<void>;
}

/** Who can log in, and how. */
const roles = {
  app: { user: "shop_app", password: "app: p@ss/w'ord \\ 1" },
  /** Its password is stored as md5. */
  legacy: { user: "legacy_reports", password: "legacy-2009" },
  seasonal: { user: "seasonal", password: "winter sale" },
} as const;

const usualPassword = "bootstrap $ecret\"'";

/** Creates the shop and waits until it serves. What it made is removed when that fails. */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const shop = await nameShop(options);
  try {
    const label = ["--label", `${testLabel}=${shop.id}`];
    const subnet = options.subnet === undefined ? [] : ["--subnet", options.subnet];
    await docker(["network", "create", ...label, ...subnet, shop.network]);
    await docker(["volume", "create", ...label, shop.volume]);
    await docker(["create", ...label, ...containerArguments(shop, options)], {
      env: { POSTGRES_PASSWORD: shop.password },
    });
    await docker(["start", shop.container]);
    await shop.awaitServing();
    const { scale = 100 } = options;
    if (scale > 0) await shop.sql(await shopScript(scale));
    return shop;
  } catch (error) {
    await shop.remove();
    throw error;
  }
}

/** The whole sample shop as one psql script. */
async function shopScript(scale: number): Promise<string> {
  const files = (await readdir(sqlDirectory)).filter((name) => name.endsWith(".sql")).sort();
  const parts = await Promise.all(files.map((name) => readFile(new URL(name, sqlDirectory), "utf8")));
  const variables = {
    scale: String(scale),
    app_password: roles.app.password,
    legacy_password: roles.legacy.password,
    seasonal_password: roles.seasonal.password,
  };
  const set = Object.entries(variables).map(
    ([name, value]) => `\\set ${name} '${value.replace(/[\\']/g, "\\$&")}'\n`,
  );
  return [...set, ...parts].join("\n");
}

async function nameShop(options: ShopOptions): Promise<Shop> {
  const { id, container = `shop-${id}`, superuser = "postgres", password = usualPassword } = options;
  return {
    id,
    container,
    volume: `${container}-data`,
    network: `${container}-net`,
    alias: "db",
    port: await freePort(),
    superuser,
    password,
    roles,
    sql: (script, database = "shop") => {
      const psql = [
        "psql",
        "-X",
        "-q",
        "-At",
        "-v",
        "ON_ERROR_STOP=1",
        "-U",
        superuser,
        "-d",
        database,
        "-f",
        "-",
      ];
      return docker(["exec", "-i", container, ...psql], { input: script });
    },
    awaitServing: (seconds = 90) =>
      awaitServer(container, { user: superuser, database: "shop", password, seconds }),
    remove: () => removeTest(id),
  };
}

/** As it is done by people who run their database in a container and mean it. */
function containerArguments(shop: Shop, options: ShopOptions): string[] {
  const { image = imageFor("postgres:15"), create = [], server = [], passwordFile } = options;
  const inside = "/run/secrets/superuser";
  return [
    ...["--name", shop.container, "--hostname", "shop-db"],
    ...["--network", shop.network, "--network-alias", shop.alias],
    ...["--publish", `127.0.0.1:${shop.port}:5432`],
    ...["--volume", `${shop.volume}:${dataDirectory}`],
    ...["--restart", "unless-stopped", "--shm-size", "128m", "--stop-timeout", "60"],
    ...["--ulimit", "nofile=2048:4096", "--log-opt", "max-size=10m"],
    ...["--health-cmd", `pg_isready -U ${shop.superuser} -d shop`, "--health-interval", "30s"],
    ...["--label", "com.example.team=shop", "--label", "com.example.note=runs; the 'real' one"],
    ...(passwordFile === undefined
      ? ["--env", "POSTGRES_PASSWORD"]
      : ["--env", `POSTGRES_PASSWORD_FILE=${inside}`, "--volume", `${passwordFile}:${inside}:ro`]),
    ...["--env", `POSTGRES_USER=${shop.superuser}`, "--env", "POSTGRES_DB=shop"],
    // Roles whose passwords are stored as md5 could not log in with the image's own choice.
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=md5", "--env", "TZ=Europe/Berlin"],
    ...create,
    image,
    ...["postgres", "-c", "shared_buffers=64MB", "-c", "max_connections=60"],
    ...["-c", "shared_preload_libraries=pg_stat_statements", ...server],
  ];
}
