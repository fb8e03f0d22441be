import { z } from "zod";
import type { Kind, Majors } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { rowsAsText } from "./rows-as-text.ts";

/** For each identity the digests of everything the server tells of it; several where it is there several times. */
export type Digests = ReadonlyMap<string, readonly string[]>;

const digestSchema = z.object({ identity: z.string(), digest: z.string() });

/** Everything of one kind, each item as a digest: a database may hold hundreds of thousands, and few of them differ. */
export async function readDigests(pinned: PinnedSession, kind: Kind, majors: Majors): Promise<Digests> {
  if (kind.since !== undefined && majors.common < kind.since) return new Map();
  const rows = await rowsAsText(
    pinned,
    digestSchema,
    `select k.identity, encode(sha256(textsend(row_to_json(k)::text)), 'hex') as digest from (${kind.sql(majors)}) k`,
  );
  const digests = new Map<string, string[]>();
  for (const { identity, digest } of rows) {
    const others = digests.get(identity);
    if (others === undefined) digests.set(identity, [digest]);
    else others.push(digest);
  }
  for (const several of digests.values()) several.sort();
  return digests;
}
