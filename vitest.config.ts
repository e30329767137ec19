import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@millrace/runtime/interpreter": new URL("./runtime/interpreter/index.ts", import.meta.url).pathname,
      "@millrace/runtime": new URL("./runtime/index.ts", import.meta.url).pathname,
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    // Much of the time one of them waits for a process that it has started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
