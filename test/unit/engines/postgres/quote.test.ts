import { describe, expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { quoteIdent, quoteLiteral } from "../../../../src/engines/postgres/quote.ts";

const names = fc.string({ unit: "binary" }).filter((name) => !name.includes("\0"));

/** What the server's lexer makes of "…" and of '…' and E'…' (scan.l). */
function readIdent(sql: string): string | undefined {
  return /^"((?:[^"]|"")*)"$/.exec(sql)?.[1]?.replaceAll('""', '"');
}

function readLiteral(sql: string): string | undefined {
  const plain = /^'((?:[^'\\]|'')*)'$/.exec(sql)?.[1];
  if (plain !== undefined) return plain.replaceAll("''", "'");
  const escaped = /^E'((?:[^'\\]|''|\\\\)*)'$/.exec(sql)?.[1];
  return escaped?.replaceAll("''", "'").replaceAll("\\\\", "\\");
}

describe("a quoted name or text", () => {
  test("is read back as it was, whatever is in it", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(readIdent(quoteIdent(name))).toBe(name);
        expect(readLiteral(quoteLiteral(name))).toBe(name);
      }),
    );
  });

  test("is one token when it is made of quotes and backslashes alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '"', "\\", "E", ";", "-", "$") }), (name) => {
        expect(readIdent(quoteIdent(name))).toBe(name);
        expect(readLiteral(quoteLiteral(name))).toBe(name);
      }),
    );
  });

  test("cannot hold a NUL byte", () => {
    expect(() => quoteIdent("a\0b")).toThrow("NUL");
    expect(() => quoteLiteral("a\0b")).toThrow("NUL");
  });
});
