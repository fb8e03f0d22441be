import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchSignals, type SignalWatch } from "../../../src/cli/watch-signals.ts";
import { Interruption } from "../../../src/runner/interruption.ts";

let interruption: Interruption;
let heard: string[];
let watch: SignalWatch;

beforeEach(() => {
  vi.useFakeTimers();
  interruption = new Interruption();
  heard = [];
  watch = watchSignals(interruption, (how, signal) => heard.push(`${signal} ${how}`));
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

test("the first signal asks for an orderly end, the second for one at once", () => {
  process.emit("SIGTERM", "SIGTERM");
  expect(interruption.orderly.aborted).toBe(true);
  expect(interruption.atOnce.aborted).toBe(false);
  process.emit("SIGINT", "SIGINT");
  expect(interruption.atOnce.aborted).toBe(true);
  expect(heard).toEqual(["SIGTERM orderly", "SIGINT at once"]);
});

test("I12: a run that does not end within five seconds of the second signal is given up, by the first one's name", async () => {
  process.emit("SIGTERM", "SIGTERM");
  process.emit("SIGINT", "SIGINT");
  const gaveUp = vi.fn();
  void watch.gaveUp.then(gaveUp);
  await vi.advanceTimersByTimeAsync(4900);
  expect(gaveUp).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(gaveUp).toHaveBeenCalledWith("SIGTERM");
});

test("a terminal that goes away does not end a run", () => {
  process.emit("SIGHUP", "SIGHUP");
  expect(interruption.orderly.aborted).toBe(false);
  expect(heard).toEqual([]);
});

test("afterwards signals mean what they meant before", () => {
  watch.stop();
  expect(process.listeners("SIGHUP")).toEqual([]);
});
