// npm run test:systems: the tests against real control planes, in network and process namespaces of their own.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSystems } from "./build.mjs";
import { installRay } from "./ray.mjs";

const NAMESPACES = ["--net", "--pid", "--fork", "--mount-proc", "--kill-child"];
const HERE = import.meta.dirname;

const missing = [
  ...["go", "python3", "unshare", "ip", "openssl", "redis-server"].filter(
    (command) => !isThere(command),
  ),
  ...(process.platform === "linux" ? [] : ["Linux"]),
];
if (missing.length > 0) skip(`${missing.join(", ")} not found`);
if (spawnSync("unshare", [...NAMESPACES, "true"]).status !== 0) {
  skip("namespaces cannot be made here (root is needed)");
}

const folder = await buildSystems((line) => console.log(line));
const ray = await installRay((line) => console.log(line));
// Places of fixed names, in which the namespaces mount their own: none that this run made stays behind.
const made = [
  "/tmp/k8s-webhook-server",
  "/tmp/k8s-webhook-server/serving-certs",
  "/tmp/berth-ray",
].filter((place) => !existsSync(place));
const work = mkdtempSync(join(tmpdir(), "berth-systems-"));
const inside = ["sh", join(HERE, "inside.sh"), process.execPath, work, ...process.argv.slice(2)];
const { status } = spawnSync("unshare", [...NAMESPACES, ...inside], {
  stdio: "inherit",
  env: { ...process.env, BERTH_SYSTEMS: folder, BERTH_SYSTEMS_RAY: ray },
  cwd: join(HERE, "..", ".."),
});
rmSync(work, { recursive: true, force: true });
for (const place of made.reverse()) removeEmpty(place);
process.exitCode = status ?? 1;

function removeEmpty(folder) {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else keeps something there, or it was not needed.
  }
}

function isThere(command) {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

/** What was not run is said; in CI, on a machine that could run it, it is a failure. */
function skip(why) {
  console.log(`skipped: the tests against real systems: ${why}`);
  process.exit(process.env.CI === "true" && isThere("go") && isThere("unshare") ? 1 : 0);
}
