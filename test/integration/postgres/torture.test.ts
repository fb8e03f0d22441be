import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareDatabase } from "../../../src/engines/postgres/compare/compare-database.ts";
import { describeDifference } from "../../../src/engines/postgres/compare/describe-difference.ts";
import type { Difference } from "../../../src/engines/postgres/compare/inventory.ts";
import { pinSession } from "../../../src/engines/postgres/compare/pin-session.ts";
import type { TwoSides } from "../../../src/engines/postgres/compare/compare-kind.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, removeTest } from "../../support/containers.ts";
import {
  changedProofScript,
  makeScript,
  ordealsFor,
  proofScript,
  proofsIn,
  type Ordeal,
} from "../../support/torture.ts";
import { compareAfter } from "./compare-fixture/compare-after.ts";
import { compareClusterKinds } from "./compare-fixture/compare-cluster-kinds.ts";
import { startServer } from "./compare-fixture/start-server.ts";

const id = `torture-${randomBytes(3).toString("hex")}`;
/** The newest major that is a source of a tested pair: it has every ordeal. */
const major = 17;
const ordeals = ordealsFor(major);

let source: string;
let target: string;
let open: (container: string, database: string) => Promise<Session>;

beforeAll(async () => {
  const { runtime } = await dockerRuntime();
  [source, target] = await Promise.all([made(), made()]);
  open = (container, database) => openSession(runtime, container, { role: "postgres", database });
});

afterAll(() => removeTest(id));

/** A server with the torture database. */
async function made(): Promise<string> {
  const container = await startServer(id, `postgres:${String(major)}`);
  await psql(container, makeScript(ordeals));
  return container;
}

function psql(container: string, script: string): Promise<string> {
  const login = ["psql", "-X", "-q", "-At", "-U", "postgres", "-f", "-"];
  return docker(["exec", "-i", container, ...login], { input: script });
}

const proofs = async (script: string): Promise<ReadonlyMap<string, string>> =>
  proofsIn(await psql(target, script), ordeals);

test("every proof shows that something was changed, and the same again when it was not", async () => {
  const before = await proofs(proofScript(ordeals));
  const changed = await proofs(changedProofScript(ordeals));
  expect(ordeals.filter(({ name }) => before.get(name) === changed.get(name))).toEqual([]);
  expect(Object.fromEntries(await proofs(proofScript(ordeals)))).toEqual(Object.fromEntries(before));
  expect([...before.values()].filter((proof) => proof === "")).toEqual([]);
  expect(before.size).toBe(ordeals.length);
});

/** Not hindered by the event triggers that are there by now. */
const withoutTriggers = (change: string): string => `set local session_replication_role = replica; ${change}`;

/** What the verification says of a target in which one object is not as it was. */
async function saidOf({ database, change, named }: Ordeal): Promise<string[]> {
  const sessions = [await open(source, database), await open(target, database)] as const;
  const ofDatabase = async (sides: TwoSides): Promise<readonly Difference[]> =>
    (await compareDatabase(sides)).differences;
  // Sentences about the cluster begin with its words, those about a database with the database's name.
  const compare = /^[A-Z]/.test(named) ? compareClusterKinds : ofDatabase;
  try {
    const pinned = await pinSession(sessions[0], "source", database);
    const found = await compareAfter(
      withoutTriggers(change),
      { source: pinned, target: sessions[1], database },
      compare,
    );
    return found.map(describeDifference);
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

test.for(ordeals)("$name, changed, is named", async (ordeal) => {
  expect(await saidOf(ordeal)).toContainEqual(expect.stringContaining(ordeal.named));
});
