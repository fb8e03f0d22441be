import { expect, test } from "vitest";
import { lockArguments } from "../../../../src/engines/postgres/lock-arguments.ts";

const argumentsFor = (tables: readonly number[], locks = 64, connections = 100): readonly string[] =>
  lockArguments({
    contents: tables.map((count) => ({ tables: count })),
    maxConnections: connections,
    maxLocksPerTransaction: locks,
  });

test("a server behind the fence has room for a lock on each table of the largest database", () => {
  const [, setting = ""] = argumentsFor([3, 12_000, 500]);
  const locks = Number(/^max_locks_per_transaction=(\d+)$/.exec(setting)?.[1]);
  expect(locks * 100).toBeGreaterThan(2 * 12_000);
});

test("its settings stay as they are where they are large enough", () => {
  expect(argumentsFor([])).toEqual([]);
  expect(argumentsFor([1000])).toEqual([]);
  expect(argumentsFor([12_000], 1024)).toEqual([]);
});
