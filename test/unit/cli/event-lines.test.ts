import { expect, test } from "vitest";
import { EventLines } from "../../../src/cli/ui/event-lines.ts";
import { foldJournal } from "../../../src/core/progress.ts";
import type { EventJson } from "../../../src/report/event-json.ts";
import { journalOf, passed, untilVerified } from "../report/sample-run.ts";

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

function lines(tell: (lines: EventLines) => void): readonly EventJson[] {
  const told: EventJson[] = [];
  tell(new EventLines("r1", (line) => told.push(line)));
  return told;
}

test("the first line says which run it is and what it is about to do", () => {
  const place = { id: "verify", kind: "check", phase: "cutover", step: { title: "Verify" } } as never;
  const told = lines((sink) => {
    sink.begin(foldJournal(journalOf()), [place], new Date(0));
  });
  expect(told).toEqual([
    {
      v: 1,
      type: "begin",
      at: at(0),
      run: "r1",
      engine: "postgres",
      from: "15",
      to: "16",
      container: "shop-db",
      steps: [{ id: "verify", title: "Verify", kind: "check", phase: "cutover" }],
    },
  ]);
});

test("everything that is recorded is told with its number, but for what steps hand on to each other", () => {
  const entries = journalOf(...untilVerified, passed("verify"));
  const told = lines((sink) => {
    entries.forEach(sink.emit);
  });
  expect(told.map((line) => "seq" in line && line.seq)).toEqual(entries.slice(1).map(({ seq }) => seq));
  expect(JSON.stringify(told)).not.toContain("output");
  expect(JSON.stringify(told)).not.toContain("shop-data-pg16-a2");
});

test("progress comes at most once a second for each step", () => {
  const told = lines((sink) => {
    for (const step of ["dump", "restore"]) {
      for (let time = 0; time < 2500; time += 100) {
        sink.emit({ type: "progress", at: at(time), step, done: time, unit: "bytes" });
      }
    }
  });
  expect(told.map((line) => line.type === "progress" && [line.step, line.done])).toEqual(
    ["dump", "restore"].flatMap((step) => [0, 1000, 2000].map((done) => [step, done])),
  );
});
