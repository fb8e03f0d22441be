import { z } from "zod";
import { invariant } from "../../../core/errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

const headSchema = z.strictObject({
  format: z.literal(1),
  epoch: z.int(),
  readUntil: z.int(),
  functions: z.record(z.string(), z.string()),
});
const bucketSchema = z.strictObject({
  database: z.int(),
  type: z.string(),
  expiresFrom: z.int().nullable(),
  keys: z.int(),
  sum: z.string(),
});

/** A fingerprint as lines: a head, and then a line for each sum. */
export async function* fingerprintLines({ buckets, ...head }: Fingerprint): AsyncGenerator<string> {
  yield JSON.stringify({ format: 1, ...head });
  for (const bucket of buckets) yield JSON.stringify(bucket);
}

/** The fingerprint that such lines tell. */
export async function readFingerprint(lines: AsyncIterable<string>): Promise<Fingerprint> {
  let head: z.infer<typeof headSchema> | undefined;
  const buckets: Fingerprint["buckets"][number][] = [];
  for await (const line of lines) {
    if (head === undefined) head = headSchema.parse(JSON.parse(line));
    else buckets.push(bucketSchema.parse(JSON.parse(line)));
  }
  invariant(head !== undefined, "a fingerprint has a head");
  const { epoch, readUntil, functions } = head;
  return { epoch, readUntil, functions, buckets };
}
