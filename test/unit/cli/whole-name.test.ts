import { expect, test } from "vitest";
import { wholeName } from "../../../src/cli/whole-name.ts";
import type { Container, RuntimeReader } from "../../../src/ports/runtime.ts";

const containers = [
  { id: `0123456789ab${"c".repeat(52)}`, name: "shop-db" },
  { id: `0123456789ab${"d".repeat(52)}`, name: "other-db" },
  { id: "e".repeat(64), name: "third" },
  { id: "f".repeat(64), name: "eeeeeeeeeeeee" },
] as Container[];
const runtime = {
  findContainer: (word: string) =>
    Promise.resolve(containers.find(({ id, name }) => word === id || word === name)),
  listContainers: () => Promise.resolve(containers),
} as unknown as RuntimeReader;

test("a container may be named by the beginning of its id, as docker shows it", async () => {
  expect(await wholeName(runtime, "0123456789abc")).toBe("shop-db");
  expect(await wholeName(runtime, "eeeeeeeeeeee")).toBe("third");
});

test("a name goes before an id, and what could be two stays what was typed", async () => {
  expect(await wholeName(runtime, "eeeeeeeeeeeee")).toBe("eeeeeeeeeeeee");
  expect(await wholeName(runtime, "0123456789ab")).toBe("0123456789ab");
  expect(await wholeName(runtime, "shop-db")).toBe("shop-db");
  expect(await wholeName(runtime, "eeeeee")).toBe("eeeeee");
});
