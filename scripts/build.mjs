// Bundles the package into dist/: the library, the command line and its three workers, with the packages that are
// only code; and the benchmarks into dist/bench/, which is not shipped.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";

const root = resolve(import.meta.dirname, "..");
const { dependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const installed = Object.keys({ ...dependencies, ...peerDependencies });

/** Solvers and the pool bring WebAssembly and workers of their own, so they are installed beside, not bundled. */
const external = (id) =>
  id.startsWith("node:") || installed.some((name) => id === name || id.startsWith(`${name}/`));

const SHIPPED = {
  index: "src/index.ts",
  cli: "src/cli/main.ts",
  program: "src/cli/program.ts",
  "solver-worker": "src/solvers/worker.ts",
  "method-worker": "src/planner/threads/worker.ts",
  "batch-worker": "src/batch/job-worker.ts",
  "module-host": "src/compare/module-host.ts",
};
const BENCH = { run: "bench/run.ts", child: "bench/child.ts", arrivals: "bench/arrivals.ts" };

/**
 * Chunks by what is loaded together, in place of one for each set of commands that share something: what everything needs, what
 * reads and writes, what plans, what commands share. But for entries, which run when they are loaded, and what tells an error before anything else is.
 */
const GROUPS = [
  {
    name: "util",
    test: /\/src\/(?:util\/|io\/system-error|cli\/(?:command-run|failure|interrupt)\.)|\/node_modules\/picocolors\//,
    priority: 3,
  },
  { name: "files", test: /\/src\/(?:check|io|report)\//, priority: 2 },
  {
    name: "planning",
    test: /\/(?:models|src\/(?:bounds|cores|exact|heuristics|instance|learn|plan|planner|program|replan|solvers))\/(?!(?:threads\/)?worker\.ts$)/,
    priority: 1,
  },
  { name: "commands", test: /\/src\/cli\//, minShareCount: 2, priority: 0 },
];

rmSync(join(root, "dist"), { recursive: true, force: true });
const modules = [...(await bundle(SHIPPED, "dist")), ...(await bundleClient())];
await bundle(BENCH, join("dist", "bench"));
writeFileSync(join(root, "dist", "LICENSES.txt"), licences(modules));
chmodSync(join(root, "dist", "cli.js"), 0o755);

/** Writes one bundle and returns the files that went into it. */
async function bundle(input, folder) {
  const build = await rolldown({ cwd: root, input, platform: "node", external });
  const { output } = await build.write({
    dir: join(root, folder),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: { groups: GROUPS },
  });
  await build.close();
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}

/** Writes the script of report pages, which runs in a browser: one file without modules, as small as it gets, that holds its style sheets as texts. */
async function bundleClient() {
  const build = await rolldown({
    cwd: root,
    input: "src/report/html/client/main.ts",
    platform: "browser",
    moduleTypes: { ".css": "text" },
  });
  const { output } = await build.write({
    file: join(root, "dist", "report-client.js"),
    format: "iife",
    minify: true,
  });
  await build.close();
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}

/** The licences of the bundled packages, which must go wherever their code goes. */
function licences(files) {
  const folders = new Set(
    files.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    const path = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]
      .map((file) => join(folder, file))
      .find(existsSync);
    if (path === undefined) throw new Error(`${name} is bundled, but brings no licence text.`);
    return `${name} ${version} (${license})\n\n${readFileSync(path, "utf8").trim()}\n`;
  });
  return `Packages whose code is part of the bundle:\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
