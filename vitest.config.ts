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
          // One daemon, and servers that want memory: more files at once make each other slow, not the whole fast.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
