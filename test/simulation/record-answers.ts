import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemClock } from "../../src/cli/system-clock.ts";
import type { Plan } from "../../src/core/plan.ts";
import { Driver } from "../../src/runner/driver.ts";
import { Interruption } from "../../src/runner/interruption.ts";
import { makePlan } from "../../src/runner/make-plan.ts";
import { runForward } from "../../src/runner/run-forward.ts";
import { runRetire, runReturn } from "../../src/runner/run-graph.ts";
import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";
import { FileJournalStore } from "../../src/store/file-journal-store.ts";
import { fileRunFiles } from "../../src/store/file-run-files.ts";
import { testLabel } from "../support/containers.ts";
import { createShop, type Shop } from "../support/shop.ts";
import type { Answers, RecordedImage } from "./answers.ts";
import { distilAnswers, type RecordedSession } from "./distil-answers.ts";
import { recordingRuntime } from "./recording-runtime.ts";
import { shippedParts } from "./shipped-parts.ts";

/** A shop as small as it can be and still have a table that is written to, a view, and a database that is closed. */
const contents = `
  create role shop_app login password 'x';
  create schema sales authorization shop_app;
  create table sales.ledger (id bigint generated always as identity primary key, client text not null,
    n bigint not null, unique (client, n));
  alter table sales.ledger owner to shop_app;
  insert into sales.ledger (client, n) values ('w', 1), ('w', 2);
  create table sales.item (id int primary key, name text not null default 'thing',
    price numeric(10,2) check (price > 0));
  insert into sales.item values (1, 'tea', 2.50), (2, 'café', 3.20), (3, 'milk', 1.10);
  create view sales.cheap as select id, name from sales.item where price < 3;
  grant select on sales.cheap to shop_app;
  create database attic owner shop_app;`;

/** What real servers, engines and tools say while a shop is upgraded, brought back, and its target retired. */
export async function recordAnswers(): Promise<Answers> {
  const id = `recording-${randomBytes(3).toString("hex")}`;
  const shop = await createShop({ id, scale: 0 });
  const state = await mkdtemp(join(tmpdir(), `dbshift-${id}-`));
  try {
    await shop.sql(contents);
    await shop.sql("create table box (label text primary key); insert into box values ('old');", "attic");
    await shop.sql("alter database attic allow_connections false; alter system set work_mem = '6MB';");
    return await recordedOf(shop, state);
  } finally {
    await shop.remove();
    await rm(state, { recursive: true });
  }
}

async function recordedOf(shop: Shop, state: string): Promise<Answers> {
  const { runtime: real, leases } = await dockerRuntime();
  const recording = recordingRuntime(real);
  const { runtime } = recording;
  const { engine, playbook } = await shippedParts();
  const ports = { runtime, engine, playbook, clock: systemClock };
  const plan = await makePlan(
    { ...ports, signal: new AbortController().signal },
    {
      container: shop.container,
      from: "15",
      to: "16",
      toImage: undefined,
      askRegistry: false,
      tool: "0.1.0",
      backup: undefined,
      verify: { rows: "content", jobs: 2 },
      labels: { [testLabel]: shop.id },
    },
  );
  const run = "20260101-0000-reco";
  const holder = { run, command: "", user: "", host: "", pid: 1, since: new Date().toISOString() };
  const lease = await leases.acquire(shop.volume, plan.source.imageId, holder, plan.labels);
  const journal = await new FileJournalStore(state, systemClock).create(run);
  try {
    await journal.append({ type: "run.opened", run, plan });
    const files = fileRunFiles(dirname(journal.path));
    const rest = { journal, lease, files, emit: () => undefined, interruption: new Interruption() };
    const driver = new Driver({ ...ports, ...rest });
    for (const go of [runForward, runReturn, runRetire]) {
      const ended = await go(driver);
      if ("cause" in ended) throw ended.cause;
    }
  } finally {
    await journal.close();
    await lease.release();
  }
  const sessions = await recording.sessions();
  return {
    identities: { "15": identityIn(sessions, "15"), "16": identityIn(sessions, "16") },
    images: {
      "15": await imageOf(real, plan.source.imageId),
      "16": await imageOf(real, plan.target.image),
    },
    helpers: Object.fromEntries([...recording.helpers].filter(([of]) => !/^(dump|restore) /.test(of))),
    ...distilAnswers(sessions),
  };
}

function identityIn(sessions: readonly RecordedSession[], major: string): string {
  const said = sessions
    .filter((session) => session.major === major)
    .flatMap(({ exchanges }) => exchanges)
    .find(({ sql }) => sql.includes("postmaster.pid"));
  return said?.answer.rows?.[0]?.[0] ?? "";
}

async function imageOf(
  runtime: Awaited<ReturnType<typeof dockerRuntime>>["runtime"],
  reference: Plan["target"]["image"],
): Promise<RecordedImage> {
  const image = await runtime.findImage(reference);
  if (image === undefined) throw new Error(`The image ${reference} is gone.`);
  const { id, environment, entrypoint, command, volumes } = image;
  return { id, environment: Object.fromEntries(environment), entrypoint, command, volumes };
}
