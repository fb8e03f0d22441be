import { appendFile, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/containers.ts";
import { createScene, type Scene } from "../support/environment.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { unfolded } from "../support/run-cli.ts";

let scene: Scene;
let run: string;

beforeAll(async () => {
  scene = await createScene({ name: "verify", scale: 1 });
  await scene.succeed(scene.upgrade);
  [run = ""] = runsIn(scene.stateHome);
});

afterAll(async () => {
  await scene.remove();
});

const kept = (side: string): string =>
  join(scene.stateHome, "dbshift", "runs", run, `fingerprint-${side}.ndjson`);

test("what serves after an upgrade is equal to what was there at the fence (I13)", async () => {
  const { exitCode, stdout } = await scene.run(["verify"]);
  expect(unfolded(stdout)).toContain(`Equal: ${scene.shop.container} (the target, version 16) holds`);
  expect(unfolded(stdout)).toContain('The database "ledger_2019" accepts no connections');
  expect(exitCode).toBe(0);
});

test("what was written down is for its owner alone, and holds no value of the database (I11)", async () => {
  for (const side of ["source", "target"]) {
    expect((await stat(kept(side))).mode & 0o777).toBe(0o600);
    const text = await readFile(kept(side), "utf8");
    expect(text).toContain("shop_app");
    expect(text).not.toMatch(/SCRAM-SHA-256|md5[0-9a-f]{32}/);
  }
});

test("each difference is named, and the exit code is 7 (I13)", async () => {
  await scene.shop.sql(`
    CREATE TABLE public.added (id int PRIMARY KEY, note text);
    CREATE ROLE newcomer;
    ALTER ROLE shop_app CONNECTION LIMIT 7;
    INSERT INTO sales.ledger (client, seq, payload) VALUES ('verify', 1, 'x'), ('verify', 2, 'y');
  `);
  const { exitCode, stdout } = await scene.run(["verify", run, "--json"]);
  expect(exitCode).toBe(7);
  const result = JSON.parse(stdout) as { readonly differences: readonly string[]; readonly count: number };
  expect(againstSchema("result")(result)).toBe("");
  expect(result).toMatchObject({ ok: false, outcome: "different", serves: "target", exit: 7, count: 5 });
  expect(result.differences).toEqual([
    "role newcomer is new",
    "role shop_app: connection limit has changed",
    'Database "shop": table public.added is new',
    'Database "shop": sequence sales.ledger_id_seq is at 2; at the fence it was at 1, not used yet',
    'Database "shop": table sales.ledger has 2 more rows than at the fence: 2, and 0 then',
  ]);
});

test("the differences are told to people with what they do not mean", async () => {
  const { exitCode, stdout } = await scene.run(["verify"]);
  expect(exitCode).toBe(7);
  expect(unfolded(stdout)).toContain("5 things have changed in");
  expect(unfolded(stdout)).toContain(
    "Rows that came or went since, and sequences that moved, are clients at work",
  );
  expect(unfolded(stdout)).toContain(`is kept: container ${scene.shop.container}.pre16`);
});

test("what was written down and is not any more what it was is not believed", async () => {
  const before = await readFile(kept("source"));
  await appendFile(kept("source"), "\n");
  const { exitCode, stderr } = await scene.run(["verify"]);
  await writeFile(kept("source"), before);
  expect(exitCode).toBe(5);
  expect(unfolded(stderr)).toContain("It is not the file this run wrote: its digest is another.");
  expect(unfolded(stderr)).toContain("serves from the target, version 16");
});

test("what was written down and is gone is said to be", async () => {
  await rename(kept("source"), `${kept("source")}.away`);
  const { exitCode, stderr } = await scene.run(["verify"]);
  await rename(`${kept("source")}.away`, kept("source"));
  expect(exitCode).toBe(5);
  expect(unfolded(stderr)).toContain("ENOENT");
  expect(unfolded(stderr)).toContain("the databases are what they were");
});

test("a target that is down is said to be, with what to type", async () => {
  await docker(["stop", scene.shop.container]);
  const { exitCode, stderr } = await scene.run(["verify"]);
  await docker(["start", scene.shop.container]);
  await scene.shop.awaitServing();
  expect(exitCode).toBe(3);
  expect(unfolded(stderr)).toContain(`Container "${scene.shop.container}" is exited`);
  expect(stderr).toContain(`    docker start ${scene.shop.container}`);
});

test("the source is equal to what it was at the fence when it serves again (I7)", async () => {
  await scene.succeed(["rollback", "--yes", "--discard-writes"]);
  const { exitCode, stdout } = await scene.run(["verify"]);
  expect(unfolded(stdout)).toContain(`Equal: ${scene.shop.container} (the source, version 15) holds`);
  expect(exitCode).toBe(0);
});

test("once the target is retired, the source is still compared", async () => {
  await scene.shop.sql("DROP VIEW IF EXISTS sales.none; COMMENT ON SCHEMA sales IS 'after the way back'");
  await scene.succeed(["retire", "--yes"]);
  const { exitCode, stdout } = await scene.run(["verify", run]);
  expect(unfolded(stdout)).toContain("comment on schema sales");
  expect(unfolded(stdout)).toContain("What the run had kept beside it was retired.");
  expect(exitCode).toBe(7);
});

test("a run that does not exist, and one that wrote nothing down, are told apart", async () => {
  const none = await scene.run(["verify", "none"]);
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain('There is no run "none"');
  const playbook = join(scene.stateHome, "own.yaml");
  await writeFile(playbook, await withoutFingerprints());
  await scene.succeed([...scene.upgrade, "--playbook", playbook]);
  const { exitCode, stderr } = await scene.run(["verify"]);
  expect(exitCode).toBe(2);
  expect(unfolded(stderr)).toContain("wrote nothing down to compare with");
  expect(unfolded(stderr)).toContain("serves from the target, version 16");
});

/** As playbooks were before there was a fingerprint. */
async function withoutFingerprints(): Promise<string> {
  const text = await readFile(new URL("../../playbooks/postgres-dump.yaml", import.meta.url), "utf8");
  return text.replace(/^.*use: postgres\/fingerprint-.*\n/gm, "").replace(/, (held|written)\b/g, "");
}
