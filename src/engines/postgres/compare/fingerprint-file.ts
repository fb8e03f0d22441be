import { z } from "zod";
import type { Group } from "./fingerprint.ts";

const headSchema = z.strictObject({ format: z.literal(1) });
const record = z.record(z.string(), z.string().nullable());
const lineSchema = z.strictObject({
  database: z.string().exactOptional(),
  of: z.string(),
  items: z.array(z.tuple([z.string(), z.string(), record, record])),
});

/** A fingerprint as lines: a head, and then a line for each group. */
export async function* fingerprintLines(groups: AsyncIterable<Group>): AsyncGenerator<string> {
  yield JSON.stringify({ format: 1 });
  for await (const { items, ...rest } of groups) {
    const written = items.map((item) => [item.kind, item.identity, item.properties, item.address]);
    yield JSON.stringify({ ...rest, items: written });
  }
}

/** The groups that such lines tell, one after the other. */
export async function* fingerprintGroups(lines: AsyncIterable<string>): AsyncGenerator<Group> {
  let headed = false;
  for await (const line of lines) {
    if (headed) yield groupIn(line);
    else headSchema.parse(JSON.parse(line));
    headed = true;
  }
}

function groupIn(line: string): Group {
  const { items, ...rest } = lineSchema.parse(JSON.parse(line));
  return {
    ...rest,
    items: items.map(([kind, identity, properties, address]) => ({ kind, identity, properties, address })),
  };
}
