import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@millrace/runtime/interpreter": new URL("./runtime/interpreter/index.ts", import.meta.url).pathname,
      "@millrace/runtime": new URL("./runtime/index.ts", import.meta.url).pathname,
    },
  },
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
