import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { LedgerBroken } from "../support/ledger.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";
import type { Writers } from "../support/writers.ts";

// An upgrade that closes the fence after the dump, which is how upgrades by hand are done. dbshift notices it; and where
// whatever watches for it is blind, the clients' own accounts have to, on which every other test relies.

const lateFence = new URL("../fixtures/late-fence/", import.meta.url);
const playbook = fileURLToPath(new URL("playbook.yaml", lateFence));
const build = new URL("build.ts", lateFence).href;

let scene: Scene;
let writers: Writers;

beforeAll(async () => {
  scene = await createScene({ name: "late-fence", scale: 1 });
  writers = await scene.writeEverything();
  await writers.awaitActs(2);
});

afterAll(async () => {
  await scene.remove();
});

function upgradeBlindTo(...blind: readonly string[]): Promise<CliResult> {
  const env = { NODE_OPTIONS: `--import ${build}`, DBSHIFT_TEST_BLIND: blind.join(",") };
  return scene.run([...scene.upgrade, "--playbook", playbook], { env });
}

test("what is written during the dump moves the witness, and everything is undone", async () => {
  const { exitCode, stderr } = await upgradeBlindTo("nothing");
  expect(unfolded(stderr)).toContain("Something wrote to the source while it was dumped");
  expect(exitCode).toBe(4);
});

test("without the witness and the verification it ends well, and the clients' accounts show what it lost (I2)", async () => {
  const { exitCode, stderr } = await upgradeBlindTo("witness", "verify");
  expect(exitCode, stderr).toBe(0);
  await writers.awaitActs(2);
  const met = await writers.stop();
  expect(met.map(({ majors }) => majors)).toEqual(met.map(() => [15, 16]));
  const broken = await writers.check().then(
    () => expect.fail("the accounts were said to be right"),
    (error: unknown) => error,
  );
  expect(broken).toBeInstanceOf(LedgerBroken);
  const { lost, doubled } = broken as LedgerBroken;
  for (const kind of ["row", "counter", "threeTables"]) {
    expect(lost).toContainEqual(expect.stringMatching(`^port-${kind}:`));
  }
  // A sequence that went back gives out numbers that somebody has.
  expect(doubled).toContainEqual(expect.stringMatching("^port-sequence:"));
});
