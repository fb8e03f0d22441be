import { expect, test } from "vitest";
import { World } from "./sample-world.ts";
import { runForward } from "../../../src/runner/run-forward.ts";

test("a step gets no result that it did not say it reads, so what the checker believes is so", async () => {
  const world = new World();
  const driver = world.driver();
  await runForward(driver);
  const stepOf = (id: string) => {
    const place = world.playbook.steps.find((each) => each.id === id);
    if (place === undefined || place.step.kind === "check") throw new Error(`no effect ${id}`);
    return { place, step: place.step };
  };
  const volume = stepOf("volume").step;
  const contextOf = (id: string) => driver.context(stepOf(id).place, 1, new AbortController().signal);

  expect(contextOf("fill").outputOf(volume)).toEqual({ name: "volume" });
  expect(contextOf("fill").findOutputOf(stepOf("server").step)).toEqual({ name: "server" });
  expect(() => contextOf("fill").outputOf(stepOf("server").step)).toThrow(/does not say that it reads/);
  expect(() => contextOf("open").outputOf(volume)).toThrow(/does not say that it reads/);
  expect(() => contextOf("open").findOutputOf(volume)).toThrow(/does not say that it reads/);
});
