import { defineConfig } from "vitest/config";

/** Tests that load large solvers for small programs. */
const SOLVERS = ["test/{bench,cli,solvers}/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    maxWorkers: 2,
    // What was transformed once is kept in node_modules: half of a short run would go into it.
    experimental: { fsModuleCache: true },
    // What is built runs as it is.
    server: { deps: { external: [/\/dist\/.*\.js$/] } },
    // What is told is compared as text, wherever the tests run: colours come with a terminal, and with CI=true.
    env: { NO_COLOR: "1" },
    projects: [
      {
        extends: true,
        // What compiling WebAssembly a second time, for speed, takes is never won back here.
        test: { name: "solvers", include: SOLVERS, execArgv: ["--liftoff-only"] },
      },
      {
        extends: true,
        test: { name: "all else", include: ["test/**/*.test.ts"], exclude: SOLVERS },
      },
    ],
  },
});
