import { startServer, type Bench } from "./start-server.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { upgrade } from "./upgrade.ts";

const gigabytes = 2;
const portions = 10;
const rowBytes = 100_000;

/** Whether dbshift's memory depends on how much there is. */
export async function benchBigDatabase(bench: Bench, shopPeak: number): Promise<Figure[]> {
  const shop = await startServer(bench, "big", { scale: 0 });
  bench.say(`filling it with ${gigabytes} GB`);
  await shop.sql("CREATE TABLE big (id int, body text); ALTER TABLE big ALTER body SET STORAGE EXTERNAL");
  const rows = (gigabytes * 1e9) / rowBytes / portions;
  for (let portion = 0; portion < portions; portion += 1) {
    bench.signal.throwIfAborted();
    await shop.sql(
      `INSERT INTO big SELECT n, repeat(md5(n::text), ${rowBytes / 32}) FROM generate_series(1, ${rows}) n`,
    );
  }
  await shop.sql("CHECKPOINT");
  const size = Number(await shop.sql("SELECT pg_database_size('shop')")) / 1e9;
  bench.say(`dbshift on ${size.toFixed(1)} GB`);
  const { peak } = await upgrade(bench, shop, "content");
  const name = `peak memory, ${size.toFixed(1)} GB`;
  return figuresOf(
    [peak],
    [
      [name, "MB", (most) => most, 120],
      [`${name} ÷ sample shop`, "×", (most) => most / shopPeak],
    ],
  );
}
