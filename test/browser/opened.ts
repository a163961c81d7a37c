import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { berth } from "../support/berth.ts";

/** A page that is open, what it complained of, and what it asked others for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** One browser and one folder for the tests of a file. */
export function browserTests() {
  const folder = mkdtempSync(join(tmpdir(), "berth-browser-"));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "" });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (name: string) => join(folder, name);
  return {
    at,
    /** Writes the report of a command line, to which its file is added. */
    async written(name: string, words: readonly string[], option = "--report"): Promise<string> {
      const { status, stderr } = await berth([...words, option, at(name)]);
      if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
      return at(name);
    },
    async opened(path: string, scheme: "light" | "dark" = "light"): Promise<Opened> {
      const page = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        colorScheme: scheme,
        acceptDownloads: true,
      });
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("dialog", (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
      return { page, complaints, requests };
    },
  };
}

/** The shipped instance of a name. */
export function shipped(name: string): string {
  return resolve(import.meta.dirname, "../../instances", name);
}

/** What axe finds that keeps someone out, each with its place. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const { source } = createRequire(import.meta.url)("axe-core") as { readonly source: string };
  await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
