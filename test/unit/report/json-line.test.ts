import { expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { jsonLine } from "../../../src/report/json-line.ts";

test("I15: JSON on stdout holds nothing a terminal would obey, and reads as what it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = jsonLine({ text });
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});
