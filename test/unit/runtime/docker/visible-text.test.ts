import { expect, test } from "vitest";
import { fc } from "../../../support/fuzz.ts";
import { visibleText } from "../../../../src/runtime/docker/visible-text.ts";

test("what acts on a terminal is shown, what is only read stays as it is", () => {
  expect(visibleText("\u001b[2Jred\u0007 \u009b1m \u202eevil")).toBe("\\x1b[2Jred\\x07 \\x9b1m \\u202eevil");
  expect(visibleText("tab\tline\nend\r\nüñ 日本 😀")).toBe("tab\tline\nend\nüñ 日本 😀");
});

test("no text keeps a control character but tab and line feed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visibleText(text)).not.toMatch(/[^\P{Cc}\t\n]/u);
    }),
  );
});
