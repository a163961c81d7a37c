import { defineConfig } from "vitest/config";

/** Tests that put other modules in place of ours. */
const OF_THEIR_OWN = [
  "test/contract/new-rule.test.ts",
  "test/cli/apply-due.test.ts",
  "test/cli/interrupt.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    setupFiles: ["test/support/fast-check.ts"],
    maxWorkers: 2,
    // What was transformed once is kept in node_modules: half of a short run would go into it.
    experimental: { fsModuleCache: true },
    // What is built runs as it is.
    server: { deps: { external: [/\/dist\/.*\.js$/] } },
    // What is told is compared as text, wherever the tests run: colours come with a terminal, and with CI=true.
    env: { NO_COLOR: "1" },
    // Modules and solvers are loaded once for all files of a worker: nothing of ours keeps state between runs.
    isolate: false,
    // What compiling WebAssembly a second time, for speed, takes is never won back by programs as small as those of tests.
    execArgv: ["--liftoff-only"],
    projects: [
      { extends: true, test: { name: "apart", include: OF_THEIR_OWN, isolate: true } },
      {
        extends: true,
        test: { name: "all else", include: ["test/**/*.test.ts"], exclude: OF_THEIR_OWN },
      },
    ],
  },
});
