import { expect, test } from "vitest";
import type { Answers } from "../../simulation/answers.ts";
import { recordAnswers } from "../../simulation/record-answers.ts";
import { recorded } from "../../simulation/shop-host.ts";

/** Each statement, in which database of which major, and what its answer looks like; values differ. */
function shapesIn({ statements, answers }: Answers): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(statements).flatMap(([major, databases]) =>
      Object.entries(databases).flatMap(([database, keys]) =>
        Object.entries(keys).map(([key, place]) => [
          `${major} ${database} ${key}`,
          answers[place]?.columns ?? answers[place]?.tags,
        ]),
      ),
    ),
  );
}

test("what the simulated servers answer is what real ones are asked and answer", async () => {
  const now = await recordAnswers();
  // Where this fails after a statement was changed: npm run faults -- --record
  expect(shapesIn(recorded)).toEqual(shapesIn(now));
  expect(Object.keys(recorded.helpers).sort()).toEqual(Object.keys(now.helpers).sort());
});
