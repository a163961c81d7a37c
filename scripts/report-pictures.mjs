// Takes the pictures of reports in docs/ with a Chromium, from shipped instances: `npm run pictures`. By work, so that they show the
// same plans on any machine.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "..");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** What is shown: of which instance, how wide and how high, in which scheme, and what is done before. */
const PICTURES = [
  {
    ...{
      file: "report-night.png",
      instance: "tonight",
      width: 1100,
      height: 1010,
      scheme: "light",
    },
    prepare: (page) => page.getByLabel("critical path").check(),
  },
  { file: "report-fleet.png", instance: "cloud", width: 1180, height: 1000, scheme: "dark" },
  {
    ...{ file: "report-phone.png", instance: "nightly", width: 390, height: 844, scheme: "dark" },
    prepare: (page) => page.locator("#plan").scrollIntoViewIfNeeded(),
  },
];
const WORK = 2000;

const folder = mkdtempSync(join(tmpdir(), "berth-pictures-"));
const browser = await chromium.launch({ executablePath });
try {
  for (const { file, instance, width, height, scheme, prepare } of PICTURES) {
    const page = join(folder, `${instance}.html`);
    const cli = join(root, "dist", "cli.js");
    const document = join(root, "instances", `${instance}.yaml`);
    const words = ["solve", document, "-q", "--work-limit", String(WORK), "--report", page];
    execFileSync(process.execPath, [cli, ...words], { stdio: ["ignore", "ignore", "inherit"] });
    const shown = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    await shown.goto(pathToFileURL(page).href);
    await shown.waitForFunction("document.documentElement.dataset.ready");
    await prepare?.(shown);
    await shown.waitForTimeout(200);
    await shown.screenshot({ path: join(root, "docs", file) });
    await shown.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
