import { z } from "zod";
import type { PinnedSession } from "./pin-session.ts";

const asText = z.object({ row: z.string() });

/** Reads a query's rows as JSON text that the server makes: nothing is rounded, and no driver has a say. */
export async function rowsAsText<T>(
  { session, bytes }: PinnedSession,
  schema: z.ZodType<T>,
  query: string,
  params: readonly string[][] = [],
): Promise<T[]> {
  const json = "row_to_json(q)::text";
  const column = bytes ? `encode(textsend(${json}), 'escape')` : json;
  const rows = await session.rows(asText, `select ${column} as row from (${query}) q`, [...params]);
  return rows.map(({ row }) => schema.parse(JSON.parse(bytes ? withBytesKept(row) : row)));
}

/** Bytes as characters of the same codes: a valid UTF-8 sequence of more than one, or any other byte above 127. */
const aboveAscii =
  /[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\x80-\xff]/g;

/**
 * In an SQL_ASCII database a text is bytes. Decoded as UTF-8 many would become the same replacement character, and
 * unequal texts equal; so each byte that is not UTF-8 becomes a lone surrogate, which no other text contains.
 */
function withBytesKept(escaped: string): string {
  return escaped
    .replace(/\\(\\|[0-7]{3})/g, (_, code: string) =>
      code === "\\" ? "\\" : String.fromCharCode(Number.parseInt(code, 8)),
    )
    .replace(aboveAscii, (bytes) =>
      bytes.length > 1
        ? Buffer.from(bytes, "latin1").toString("utf8")
        : String.fromCharCode(0xdc00 + bytes.charCodeAt(0)),
    );
}
