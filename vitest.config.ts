import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Real processes and property tests share two cores with the runner on small machines.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
