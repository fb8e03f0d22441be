import { expect, test } from "vitest";
import { fc } from "../../../../support/fuzz.ts";
import { visibleText } from "../../../../../src/engines/postgres/compare/visible-text.ts";

test.for([
  ["a\nb\r\tc", "a\\nb\\r\\tc"],
  ["\u001b]0;title\u0007", "\\x1b]0;title\\x07"],
  ["user\u202etxt.exe", "user\\u{202e}txt.exe"],
  ["zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"],
  ["\u009b31m", "\\x9b31m"],
  ["byte \udcff", "byte \\xff"],
  ["half \ud800", "half \\u{d800}"],
  ["Gräfin 日本 🐘", "Gräfin 日本 🐘"],
])("a text from a server is shown without acting on the terminal: %j", ([text = "", shown]) => {
  expect(visibleText(text)).toBe(shown);
});

test("nothing that a terminal obeys is left of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
