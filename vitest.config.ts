import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    maxWorkers: 2,
    // Tests solve small programs: what compiling WebAssembly a second time, for speed, takes is never won back.
    execArgv: ["--liftoff-only"],
    // What is built runs as it is.
    server: { deps: { external: [/\/dist\/.*\.js$/] } },
    // What is told is compared as text, wherever the tests run: colours come with a terminal, and with CI=true.
    env: { NO_COLOR: "1" },
  },
});
