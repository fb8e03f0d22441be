import { afterAll, beforeAll, describe } from "vitest";
import { RuntimeBench, type RuntimeWorld } from "./runtime-bench.ts";
import { describeHelpers } from "./runtime-helpers-contract.ts";
import { describeInside } from "./runtime-inside-contract.ts";
import { describeLifecycle } from "./runtime-lifecycle-contract.ts";
import { describeThings } from "./runtime-things-contract.ts";

/** What every runtime promises. `makeWorld` is called once. */
export function describeRuntime(name: string, makeWorld: () => Promise<RuntimeWorld>): void {
  describe(`${name} keeps the promises of a runtime`, () => {
    const bench = new RuntimeBench();
    beforeAll(async () => bench.open(await makeWorld()));
    afterAll(() => bench.close());

    describeThings(bench);
    describeHelpers(bench);
    describeLifecycle(bench);
    describeInside(bench);
  });
}
