import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/systems/**/*.systems.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Each file starts a cluster on ports of its own network.
    fileParallelism: false,
    env: { NO_COLOR: "1" },
    server: { deps: { external: [/\/dist\/.*\.js$/] } },
  },
});
