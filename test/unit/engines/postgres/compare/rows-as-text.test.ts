import { expect, test } from "vitest";
import { z } from "zod";
import { rowsAsText } from "../../../../../src/engines/postgres/compare/rows-as-text.ts";
import { scriptedSession } from "./scripted-session.ts";

const schema = z.object({ text: z.string() });

async function read(row: string, options: { readonly bytes: boolean }): Promise<string | undefined> {
  const session = scriptedSession(() => [{ row }]);
  const pinned = { session, major: 16, server: "s", ...options };
  return (await rowsAsText(pinned, schema, "select"))[0]?.text;
}

test("a text is taken as the server writes it", async () => {
  expect(await read(String.raw`{"text":"\\303 \"Gräfin\"\n"}`, { bytes: false })).toBe('\\303 "Gräfin"\n');
});

test("bytes that are UTF-8 are read as such where a database has no encoding", async () => {
  expect(await read(String.raw`{"text":"Gr\303\244fin \360\237\220\230"}`, { bytes: true })).toBe(
    "Gräfin 🐘",
  );
});

test("bytes that are not UTF-8 stay apart from each other and from a text that looks like them", async () => {
  const texts = await Promise.all(
    [`\\376`, `\\377`, `\\303`, `\\303\\303\\244`, `\\355\\240\\200`, `\\\\\\\\303`].map((bytes) =>
      read(`{"text":"${bytes}"}`, { bytes: true }),
    ),
  );
  expect(texts).toEqual(["\udcfe", "\udcff", "\udcc3", "\udcc3ä", "\udced\udca0\udc80", "\\303"]);
  expect(new Set(texts).size).toBe(texts.length);
});
