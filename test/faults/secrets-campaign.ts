import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describeContainers, type Descriptions } from "../support/container-descriptions.ts";
import { docker, testLabel, until } from "../support/containers.ts";
import { engineByTcp } from "../support/engine-by-tcp.ts";
import { createScene, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { plant, plantedSecrets, subscribe, type Secrets } from "../support/planted-secrets.ts";
import { privateRegistry, type PrivateRegistry } from "../support/private-registry.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import type { CliResult } from "../support/run-cli.ts";
import { sampleProcesses, type Sampler } from "../support/secret-sampler.ts";
import { typeAtTerminal, type Typed } from "../support/terminal.ts";

const dataDirectory = "/var/lib/postgresql/data";

/** What there is to search through after runs that had a secret at every place where one can come in. */
export interface SecretsCampaign {
  readonly secrets: Secrets;
  /** A shop with its superuser's password in its environment, and one whose password a person has to type. */
  readonly open: Scene;
  readonly locked: Scene;
  /** What was run, by a name. */
  readonly results: Readonly<Record<string, CliResult>>;
  readonly typed: Typed;
  /** What pg_stat_statements of the target has kept. */
  readonly statements: string;
  readonly described: Descriptions;
  readonly sampler: Sampler;
  /** How often every process was looked at. */
  readonly rounds: number;
  /** The directory that --backup and --archive were given. */
  readonly backups: string;
  /** Of the container with the source, as it was before. */
  readonly sources: ReadonlySet<string>;
  remove(): Promise<void>;
}

type Planted = ReturnType<typeof plantedSecrets>;

type Defer = (undo: () => unknown) => void;

/** What it made is removed by `remove`, or when it fails. */
export async function secretsCampaign(): Promise<SecretsCampaign> {
  const undoing: (() => unknown)[] = [];
  const remove = async (): Promise<void> => {
    for (const undo of undoing.splice(0).reverse()) await undo();
  };
  try {
    return { ...(await runCampaign((undo) => undoing.push(undo))), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function runCampaign(defer: Defer): Promise<Omit<SecretsCampaign, "remove">> {
  const planted = plantedSecrets();
  const home = await mkdtemp(join(tmpdir(), "dbshift-secrets-"));
  defer(() => rm(home, { recursive: true }));
  const registry = await privateRegistry();
  defer(() => registry.close());
  const engine = await engineByTcp();
  defer(() => engine.close());
  const open = await createOpen(planted, home, defer);
  const locked = await createLocked(planted, home, defer);
  const verifier = "SELECT rolpassword FROM pg_authid WHERE rolname = 'keeper';";
  const stored = (await open.shop.sql(verifier)).slice(-40);
  const secrets: Secrets = {
    ...planted,
    registry: { value: registry.password, core: registry.password },
    verifier: { value: stored, core: stored },
  };
  const sources = new Set(await Promise.all([open, locked].map(({ shop }) => idOf(shop.container))));

  const sampler = sampleProcesses(secrets);
  defer(() => sampler.stop());
  const described = describeContainers(open.watch, [open.id, locked.id]);
  defer(() => described.stop());
  await beSeen(planted, sampler);
  const backups = join(home, "copies");
  const env = await environmentOf(planted, { home, registry });
  const host = `tcp://someone:${planted.host.value}@127.0.0.1:${String(engine.port)}`;
  const results = await runAll(planted, { open, backups, env, host, registry });
  const statements = await open.shop.sql("SELECT query FROM pg_stat_statements;");
  const typed = await runTyped(planted, locked, { ...env, DOCKER_HOST: host });
  await open.watch.catchUp();
  await described.stop();
  const rounds = await sampler.stop();
  return { secrets, open, locked, results, typed, statements, described, sampler, rounds, backups, sources };
}

const idOf = (container: string): Promise<string> => docker(["inspect", "--format", "{{.Id}}", container]);

async function createOpen(planted: Planted, home: string, defer: Defer): Promise<Scene> {
  const variables = join(home, "variables");
  const token = planted.environment.value;
  await writeFile(variables, `APP_TOKEN=${token}\nPGPASSWORD=${token}\n`, { mode: 0o600 });
  const scene = await createScene({
    name: "secrets",
    scale: 1,
    password: planted.superuser.value,
    create: ["--env-file", variables],
    server: ["-c", "log_statement=all", "-c", `app.argument=${planted.argument.value}`],
  });
  defer(() => scene.remove());
  await scene.shop.sql(plant(planted).plant);
  return scene;
}

/** Its secret file has a password that was good once. */
async function createLocked(planted: Planted, home: string, defer: Defer): Promise<Scene> {
  const passwordFile = join(home, "password");
  // The container's own user has to read it.
  await writeFile(passwordFile, `${planted.file.value}\n`, { mode: 0o644 });
  const scene = await createScene({
    name: "secrets-typed",
    scale: 0,
    password: planted.file.value,
    passwordFile,
  });
  defer(() => scene.remove());
  const lock = `s/^(host.*127.*)trust/\\1scram-sha-256/`;
  await docker(["exec", scene.shop.container, "sed", "-E", "-i", lock, `${dataDirectory}/pg_hba.conf`]);
  await scene.shop.sql(`ALTER ROLE postgres PASSWORD '${planted.typed.value}'; SELECT pg_reload_conf();`);
  return scene;
}

/** What the caller's own clients know. */
async function environmentOf(
  planted: Planted,
  { home, registry }: { home: string; registry: PrivateRegistry },
): Promise<Record<string, string>> {
  await mkdir(join(home, "copies"), { mode: 0o700 });
  await writeFile(join(home, ".pgpass"), `*:*:*:*:${planted.passfile.value}\n`, { mode: 0o600 });
  return { HOME: home, DOCKER_CONFIG: registry.loggedIn, PGPASSWORD: planted.caller.value };
}

/** A process that shows a secret in both ways, until it was seen. */
async function beSeen({ control: { value } }: Planted, { sightings }: Sampler): Promise<void> {
  const shown = execa("sh", ["-c", "read -r x", value], { env: { CONTROL: value }, reject: false });
  const seen = (where: string): boolean =>
    sightings.some((each) => each.place === "control" && each.where === where);
  await until("the sampler to see a secret", 60, async () => seen("cmdline") && seen("environ"));
  shown.stdin.end();
  await shown;
}

interface Surroundings {
  readonly open: Scene;
  readonly backups: string;
  readonly env: Record<string, string>;
  /** The engine's address, with a password in it. */
  readonly host: string;
  readonly registry: PrivateRegistry;
}

/** Refused, failed and turned round, and done; then everything that tells of it or works on with what it left. */
async function runAll(
  planted: Planted,
  { open, backups, env, host, registry }: Surroundings,
): Promise<Record<string, CliResult>> {
  const image = await registry.push(imageFor("postgres:16"), "team/postgres:16");
  const upgrade = [...open.upgrade, "--to-image", image];
  const run = (words: readonly string[], more = {}): Promise<CliResult> =>
    open.run(words, { env: { ...env, ...more } });
  const { shop } = open;
  await shop.sql(subscribe(planted.subscription));
  const refused = await run([...upgrade, "--dry-run"], { DOCKER_HOST: host });
  await shop.sql("DROP SUBSCRIPTION listener;");
  const noisy = upgrade.map((word) => (word === "--json" ? "--events" : word));
  const failed = await run([...noisy, "--verbose"], { DOCKER_HOST: host });
  await shop.sql(plant(planted).mend);
  const upgraded = await run([...upgrade, "--verbose", "--backup", backups]);
  const last = runsIn(open.stateHome).at(-1) ?? "";
  const verified = await run(["verify", last, "--json"]);
  const report = await run(["report", last]);
  const told = await run(["report", last, "--json"]);
  const retired = await run(["retire", last, "--yes", "--verbose", "--archive", backups]);
  const dump = join(backups, `${shop.container}-postgres15-${last}.sql.gz`);
  const back = ["restore", dump, "--name", `${open.id}-back`, "--label", `${testLabel}=${open.id}`];
  const restored = await run([...back, "--verbose"]);
  return { refused, failed, upgraded, verified, report, told, retired, restored };
}

/** A run whose password a person types, over an address with a password. */
async function runTyped(
  planted: Planted,
  { shop, stateHome, id }: Scene,
  env: Record<string, string>,
): Promise<Typed> {
  const words = ["dbshift", "postgres", "15..16", shop.container, "--yes", "--verbose"];
  return typeAtTerminal(
    [...words, "--label", `${testLabel}=${id}`].join(" "),
    ["Password of role", `${planted.typed.value}\r`],
    { cwd: stateHome, env: { ...env, XDG_STATE_HOME: stateHome } },
  );
}
