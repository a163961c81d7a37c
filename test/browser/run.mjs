// npm run test:browser: reports in a real Chromium, where there is one; CHROMIUM says where, if not at the usual place.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";

if (!existsSync(browser)) {
  console.log(`skipped: the tests in a browser: ${browser} is not there`);
  process.exit(0);
}
const vitest = join(HERE, "..", "..", "node_modules", "vitest", "vitest.mjs");
const config = join(HERE, "vitest.config.ts");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--config", config, ...process.argv.slice(2)],
  { stdio: "inherit", cwd: join(HERE, "..", ".."), env: { ...process.env, CHROMIUM: browser } },
);
process.exitCode = status ?? 1;
