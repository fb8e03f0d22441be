import { createShop, type Shop, type ShopOptions } from "../../test/support/shop.ts";

/** What every part of the benchmark is given. */
export interface Bench {
  /** The value of the label `dbshift.test` on everything that is made. */
  readonly id: string;
  /** For dumps, ledgers and journals; removed at the end. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Tells whoever waits what is being done. */
  readonly say: (text: string) => void;
}

/** A server with the sample shop at its full size, unless asked otherwise, with nothing left to write to disk. */
export async function startServer(bench: Bench, name: string, options?: Partial<ShopOptions>): Promise<Shop> {
  bench.signal.throwIfAborted();
  bench.say(`creating the server "${name}"`);
  const shop = await createShop({ ...options, id: bench.id, container: `${bench.id}-${name}` });
  await shop.sql("CHECKPOINT");
  bench.signal.throwIfAborted();
  return shop;
}
