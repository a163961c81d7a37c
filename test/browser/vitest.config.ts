import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    env: { NO_COLOR: "1" },
    server: { deps: { external: [/\/dist\/.*\.js$/] } },
  },
});
