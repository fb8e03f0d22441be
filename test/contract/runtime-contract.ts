import { afterAll, beforeAll, describe } from "vitest";
import { RuntimeBench, type RuntimeWorld } from "./runtime-bench.ts";
import { describeHelpers } from "./runtime-helpers-contract.ts";
import { describeInside } from "./runtime-inside-contract.ts";
import { describeLifecycle } from "./runtime-lifecycle-contract.ts";
import { describePrograms } from "./runtime-programs-contract.ts";
import { describeSetAside } from "./runtime-set-aside-contract.ts";
import { describeThings } from "./runtime-things-contract.ts";

/** What every runtime promises. `makeWorld` is called once. */
export function describeRuntime(name: string, makeWorld: () => Promise<RuntimeWorld>): void {
  describe(`${name} keeps the promises of a runtime`, () => {
    const bench = new RuntimeBench();
    beforeAll(async () => bench.open(await makeWorld()));
    afterAll(() => bench.close());

    describeEngine(bench);
    describePrograms(bench);
    describeInside(bench);
  });
}

/** The part that is about containers and volumes, whatever their programs are. */
function describeEngine(bench: RuntimeBench): void {
  describeThings(bench);
  describeHelpers(bench);
  describeLifecycle(bench);
  describeSetAside(bench);
}

/** What a runtime promises whose programs are only played. */
export function describePlayedRuntime(name: string, makeWorld: () => Promise<RuntimeWorld>): void {
  describe(`${name} keeps the promises of a runtime`, () => {
    const bench = new RuntimeBench();
    beforeAll(async () => bench.open(await makeWorld()));
    afterAll(() => bench.close());

    describeEngine(bench);
  });
}
