import { defineConfig } from "vitest/config";

// The time limits end a test that hangs. They measure nothing: how fast dbshift is, the bench says.
const minute = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/contract/**/*.unit.test.ts"],
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      {
        test: {
          name: "docker",
          include: ["test/integration/**/*.test.ts", "test/e2e/**/*.test.ts"],
          testTimeout: 10 * minute,
          hookTimeout: 10 * minute,
          // One daemon, and servers that want memory: with more files at once than this, a machine of two cores is no faster.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
