import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { z } from "zod";
import { until } from "./containers.ts";
import { checkLedger, readLedger, type LedgerCounts, type LedgerEntry, type LedgerRow } from "./ledger.ts";
import type { Shop } from "./shop.ts";

const program = fileURLToPath(new URL("../fixtures/writer/writer.ts", import.meta.url));

const summarySchema = z.object({
  client: z.string(),
  ok: z.number(),
  fail: z.number(),
  unknown: z.number(),
  /** The major versions it was served by, in the order it met them. */
  majors: z.array(z.number()),
  /** From the last row it was told was committed to the next one, wherever something failed between the two. */
  gaps: z.array(z.object({ from: z.string(), seconds: z.number(), before: z.number(), after: z.number() })),
  errors: z.record(z.string(), z.number()),
});

export type WriterSummary = z.infer<typeof summarySchema>;

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
  const { user, password } = shop.roles.app;
  const server = {
    PGHOST: "127.0.0.1",
    PGPORT: String(shop.port),
    PGDATABASE: "shop",
    PGUSER: user,
    PGPASSWORD: password,
  };
  const own = {
    WRITER_CLIENT: client,
    WRITER_LEDGER: ledger,
    WRITER_RATE: rate === undefined ? "" : String(rate),
  };
  const child = execa(process.execPath, [program], { env: { ...server, ...own }, reject: false });
  const entries = async (): Promise<LedgerEntry[]> =>
    readLedger(await readFile(ledger, "utf8").catch(() => ""));
  const acknowledged = async (): Promise<number> =>
    (await entries()).filter((entry) => entry.outcome === "OK").length;
  return {
    pid: child.pid,
    entries,
    awaitRows: async (count, seconds = 60) => {
      const wanted = count + (await acknowledged());
      await until(`${count} more rows of ${client}`, seconds, async () => (await acknowledged()) >= wanted);
    },
    stop: async () => {
      child.kill("SIGTERM");
      const { stdout, stderr, exitCode } = await child;
      if (exitCode !== 0) throw new Error(`The writer ${client} did not end well: ${stderr}`);
      return summarySchema.parse(JSON.parse(stdout));
    },
  };
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
