import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { unfolded } from "../support/run-cli.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await createScene({ name: "verify-rows", scale: 1 });
});

afterAll(async () => {
  await scene.remove();
});

interface Result {
  readonly rowsVerified: string;
  readonly differences: readonly string[];
}

test("with counts it is said everywhere that the content is not verified (I13)", async () => {
  const { stdout } = await scene.succeed([...scene.upgrade, "--verify", "counts"]);
  expect((JSON.parse(stdout) as Result).rowsVerified).toBe("counts");
  expect(unfolded((await scene.run(["status"])).stdout)).toContain("content not verified");
  await scene.shop.sql(
    "SET session_replication_role = replica; UPDATE sales.customers SET name = 'changed' WHERE id = 1",
  );
  const { exitCode, stdout: compared } = await scene.run(["verify"]);
  expect(exitCode).toBe(0);
  expect(unfolded(compared)).toContain("The content of rows was not compared");
  await scene.succeed(["rollback", "--yes", "--discard-writes"]);
  await scene.succeed(["retire", "--yes"]);
});

test("one value that a client changed after the switch is seen by verify (I13)", async () => {
  const { stdout } = await scene.succeed([...scene.upgrade, "--jobs", "3"]);
  expect((JSON.parse(stdout) as Result).rowsVerified).toBe("content");
  const run = runsIn(scene.stateHome).at(-1) ?? "";
  expect((await scene.run(["verify", run])).exitCode).toBe(0);
  await scene.shop.sql(
    "SET session_replication_role = replica; UPDATE sales.customers SET name = 'changed' WHERE id = 1",
  );
  const { exitCode, stdout: compared } = await scene.run(["verify", run, "--json"]);
  expect(exitCode).toBe(7);
  expect((JSON.parse(compared) as Result).differences).toEqual([
    'Database "shop": table sales.customers has as many rows as at the fence, and not the same ones',
  ]);
});
