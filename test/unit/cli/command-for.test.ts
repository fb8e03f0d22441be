import { resolve } from "node:path";
import { expect, test } from "vitest";
import { commandFor } from "../../../src/cli/command-for.ts";

const command = { verb: "plan postgres", pair: { from: "16", to: "17" }, container: "shop-db" };

test("a command that is printed has every option that decides what the plan is", () => {
  const options = {
    toImage: "registry.example/postgres:17",
    verify: "counts",
    jobs: 3,
    label: { team: "shop", note: "it's old" },
    strategy: "dump",
    stateDir: "/srv/runs",
  } as const;
  expect(commandFor(command, options)).toBe(
    "dbshift plan postgres 16..17 shop-db --to-image registry.example/postgres:17 --strategy dump " +
      String.raw`--verify counts --jobs 3 --label team=shop --label 'note=it'\''s old' --state-dir /srv/runs`,
  );
});

test("what it names on disk is found from any directory", () => {
  const options = { playbook: "own.yaml", backup: "copies", stateDir: "runs" };
  expect(commandFor(command, options)).toBe(
    `dbshift plan postgres 16..17 shop-db --playbook ${resolve("own.yaml")} --backup ${resolve("copies")} ` +
      `--state-dir ${resolve("runs")}`,
  );
});

test("a version that was given alone stays alone", () => {
  const pair = { from: undefined, to: "17" };
  expect(commandFor({ ...command, pair }, {})).toBe("dbshift plan postgres shop-db --to 17");
});
