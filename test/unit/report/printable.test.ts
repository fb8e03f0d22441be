import { expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { printable } from "../../../src/report/printable.ts";

test("what a terminal would obey is shown instead", () => {
  expect(printable("a\u001b[31mb")).toBe("a\\x1b[31mb");
  expect(printable("one\r\ntwo\tthree")).toBe("one\\x0d\\ntwo\\tthree");
  expect(printable("user\u202etxt.exe")).toBe("user\\u{202e}txt.exe");
  expect(printable("\u009b2J\u0007")).toBe("\\x9b2J\\x07");
  expect(printable("a\u2028b\ud800")).toBe("a\\u{2028}b\\u{d800}");
});

test("ordinary text of any language stays as it is", () => {
  for (const text of ["demo-db", "Grüße", "база данных", "データベース", "قاعدة", "→ ✗ ·"]) {
    expect(printable(text)).toBe(text);
  }
});

test("I15: no text leaves a control, format or line character, and doing it twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(printable(shown)).toBe(shown);
    }),
  );
});
