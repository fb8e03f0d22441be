import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { z } from "zod";
import type { ClientWish } from "../fixtures/writer/client.ts";
import { until } from "./containers.ts";
import { checkLedger, readLedger, type LedgerCounts, type LedgerEntry, type LedgerRow } from "./ledger.ts";
import type { Shop } from "./shop.ts";

const program = fileURLToPath(new URL("../fixtures/writer/writer.ts", import.meta.url));

export const writerSummaries = z.array(
  z.object({
    client: z.string(),
    kind: z.string(),
    ok: z.number(),
    fail: z.number(),
    unknown: z.number(),
    /** How many acts each major version acknowledged. */
    acknowledged: z.record(z.string(), z.number()),
    /** The major versions it was served by, in the order it met them. */
    majors: z.array(z.number()),
    /** From the last act it was told was committed to the next one, wherever something failed between the two. */
    gaps: z.array(z.object({ from: z.string(), seconds: z.number(), before: z.number(), after: z.number() })),
    errors: z.record(z.string(), z.number()),
  }),
);

export type WriterSummary = z.infer<typeof writerSummaries>[number];

export interface WriterOptions {
  /** Where it keeps its account. */
  readonly ledger: string;
  readonly client?: string;
  /** Rows a second; as fast as it can, without. */
  readonly rate?: number;
}

/** A client process that writes to a shop through its published port, as the shop's application. */
export interface Writer {
  readonly pid: number | undefined;
  entries(): Promise<LedgerEntry[]>;
  /** Waits until so many more rows were acknowledged than when it was called. */
  awaitRows(count: number, seconds?: number): Promise<void>;
  stop(): Promise<WriterSummary>;
}

export function startWriter(shop: Pick<Shop, "port" | "roles">, options: WriterOptions): Writer {
  const { ledger, client = "w1", rate } = options;
  const wish = { client, kind: "row", ledger, ...(rate === undefined ? {} : { rate }) } as const;
  const address = addressOf(shop, { host: "127.0.0.1", port: shop.port, database: "shop" });
  const running = startWriterProcess({ clients: [wish] }, address);
  return {
    pid: running.pid,
    entries: () => entriesIn([ledger]),
    awaitRows: (count, seconds = 60) => awaitActs([wish], count, seconds),
    stop: async () => {
      const [summary] = await running.stop();
      if (summary === undefined) throw new Error(`The writer ${client} told nothing.`);
      return summary;
    },
  };
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** What a client of the shop has in its environment: who it is, and where to. */
export function addressOf({ roles }: Pick<Shop, "roles">, { host, port, database }: Address) {
  const { user, password } = roles.app;
  const place = { PGHOST: host, PGPORT: String(port), PGDATABASE: database };
  return { ...place, PGUSER: user, PGPASSWORD: password };
}

export interface WriterProcess {
  readonly pid: number | undefined;
  stop(): Promise<WriterSummary[]>;
}

/** On this machine. The wish is what writer.ts reads. */
export function startWriterProcess(
  wish: { readonly clients: readonly ClientWish[]; readonly exec?: object },
  env: Readonly<Record<string, string>>,
): WriterProcess {
  const child = execa(process.execPath, [program], {
    env: { ...env, WRITER: JSON.stringify(wish) },
    reject: false,
  });
  return {
    pid: child.pid,
    stop: async () => {
      child.kill("SIGTERM");
      const { stdout, stderr, exitCode } = await child;
      if (exitCode !== 0) throw new Error(`A writer did not end well: ${stderr}`);
      return writerSummaries.parse(JSON.parse(stdout));
    },
  };
}

export async function entriesIn(ledgers: readonly string[]): Promise<LedgerEntry[]> {
  const texts = await Promise.all(ledgers.map((ledger) => readFile(ledger, "utf8").catch(() => "")));
  return texts.flatMap(readLedger);
}

/** Waits until each of the clients was acknowledged so many more acts than when it was called. */
export async function awaitActs(
  clients: readonly ClientWish[],
  count: number,
  seconds: number,
): Promise<void> {
  await Promise.all(
    clients.map(async ({ client, ledger }) => {
      const acknowledged = async (): Promise<number> =>
        (await entriesIn([ledger])).filter(({ outcome }) => outcome === "OK").length;
      const wanted = count + (await acknowledged());
      await until(`${count} more acts of ${client}`, seconds, async () => (await acknowledged()) >= wanted);
    }),
  );
}

/** Compares what the writers were told with what the shop holds now. Stop them first. */
export async function checkWriters(
  shop: Pick<Shop, "sql">,
  writers: readonly Writer[],
): Promise<LedgerCounts> {
  const entries = (await Promise.all(writers.map((writer) => writer.entries()))).flat();
  return checkLedger(entries, await ledgerRows(shop));
}

/** What the shop holds of its writers' rows now. */
export async function ledgerRows(shop: Pick<Shop, "sql">): Promise<LedgerRow[]> {
  const text = await shop.sql("SELECT client, seq, payload FROM sales.ledger;");
  return text.split("\n").flatMap((row) => {
    const [client, seq, payload] = row.split("|");
    return client && payload !== undefined ? [{ client, seq: Number(seq), payload }] : [];
  });
}
