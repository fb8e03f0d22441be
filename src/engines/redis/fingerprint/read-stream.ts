import { createHash, type Hash } from "node:crypto";
import type { Reply, Session } from "../session.ts";
import { framed } from "./element-hash.ts";
import { asBytes, asList } from "./replies.ts";

const chunk = 1000;

/**
 * What stands for a stream: its entries, its last id, and of each group its place, its pending entries and how often each
 * was delivered to whom. When one was delivered last is left out: a server tells only how long that is ago.
 */
export async function readStream(session: Session, key: Buffer): Promise<string> {
  const hash = createHash("sha1");
  const info = fieldsOf(await session.bytes("XINFO", "STREAM", key));
  add(hash, info.get("last-generated-id"));
  for await (const entry of pages(session, ["XRANGE", key])) addAll(hash, entry);
  const groups = asList(await session.bytes("XINFO", "GROUPS", key)).map(fieldsOf);
  for (const group of groups.sort((a, b) => nameOf(a).compare(nameOf(b)))) {
    const name = nameOf(group);
    hash.update("group");
    add(hash, name);
    add(hash, group.get("last-delivered-id"));
    for await (const entry of pages(session, ["XPENDING", key, name])) {
      const [id = null, consumer = null, , deliveries = null] = asList(entry);
      for (const each of [id, consumer, deliveries]) add(hash, each);
    }
  }
  return hash.digest("hex");
}

/** Entries with an id in front, in its order; each page begins behind the last id of the page before. */
async function* pages(session: Session, command: readonly [string, Buffer, Buffer?]): AsyncGenerator<Reply> {
  const [name, ...place] = command;
  const words = place.filter((word) => word !== undefined);
  const count = name === "XRANGE" ? ["COUNT", chunk] : [chunk];
  let from = "-";
  for (;;) {
    const page = asList(await session.bytes(name, ...words, from, "+", ...count));
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < chunk) return;
    from = after(asBytes(asList(last)[0] ?? null).toString("latin1"));
  }
}

/** The id that comes next: servers before 6.2 know no open interval. */
function after(id: string): string {
  const [time = "0", sequence = "0"] = id.split("-");
  return `${time}-${String(BigInt(sequence) + 1n)}`;
}

function add(hash: Hash, reply: Reply | undefined): void {
  hash.update(framed(Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply))));
}

function addAll(hash: Hash, reply: Reply): void {
  if (Array.isArray(reply)) {
    hash.update(`[${String(reply.length)}]`);
    for (const each of reply as readonly Reply[]) addAll(hash, each);
  } else add(hash, reply);
}

function fieldsOf(flat: Reply): ReadonlyMap<string, Reply> {
  const words = asList(flat);
  return new Map(
    words.flatMap((word, index) =>
      index % 2 === 0 ? [[asBytes(word).toString("latin1"), words[index + 1] ?? null] as const] : [],
    ),
  );
}

const nameOf = (group: ReadonlyMap<string, Reply>): Buffer => asBytes(group.get("name") ?? null);
