import { expect, test } from "vitest";
import { StepLine, type DrawnLine } from "../../../src/cli/ui/step-line.ts";

const blank = (): DrawnLine => ({ title: "", output: "" });
const at = (second: number): string => new Date(second * 1000).toISOString();

test("a line is drawn until the runner says that the step is done, and then tells how long it took", async () => {
  const line = new StepLine("Dump the source");
  const drawn = blank();
  line.begin(at(1));
  const drawing = line.draw(drawn);
  line.progress("3 of 12 tables");
  expect(drawn.title).toBe("Dump the source · 3 of 12 tables");
  line.done(at(3));
  await drawing;
  expect(drawn.title).toBe("Dump the source [2.0 s]");
});

test("notes that came before the line was drawn are not lost", async () => {
  const line = new StepLine("Stop the source");
  const drawn = blank();
  line.note("closed 3 sessions");
  const drawing = line.draw(drawn);
  expect(drawn.output).toBe("closed 3 sessions");
  line.done();
  await drawing;
});

test("a failure turns the line red only when no other try follows", async () => {
  const line = new StepLine("Gather statistics");
  const drawn = blank();
  const drawing = line.draw(drawn);
  line.begin(at(1));
  line.fail("it said no");
  line.begin(at(2));
  expect(drawn.output).toBe("failed: it said no; trying again");
  line.fail("it said no again");
  line.giveUp("not finished");
  await expect(drawing).rejects.toThrow("Gather statistics: it said no again");
});

test("a step that never began disappears when the run turns round", async () => {
  const line = new StepLine("Let clients in");
  const drawn = blank();
  const drawing = line.draw(drawn);
  line.giveUp("it said no");
  await drawing;
  expect(drawn.title).toBe("");
});
