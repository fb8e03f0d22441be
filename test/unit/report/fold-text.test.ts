import { expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { foldText } from "../../../src/report/fold-text.ts";

test("folding loses no word, and no line is longer than it has to be", () => {
  const word = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 10, max: 80 }), (words, width) => {
      const lines = foldText(words.join(" "), { width, first: "- ", rest: "  " });
      expect(lines.flatMap((line) => line.slice(2).split(" "))).toEqual(words);
      for (const line of lines) expect(line.length <= width || !line.slice(2).includes(" ")).toBe(true);
    }),
  );
});

test("a command stays on one line, so that it can be pasted", () => {
  const command = "    docker exec -u postgres shop-db psql -c 'select pg_reload_conf()'";
  expect(foldText(command, { width: 30, first: "  " })).toEqual([`  ${command}`]);
});
