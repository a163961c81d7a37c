import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { barriers, browserTests, shipped } from "./opened.ts";

const { at, opened } = browserTests();

/** Command lines whose answers are pages; `PLAN` and `OTHER` are plans of the first instance. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  whatif: ["whatif", "nightly.yaml", "--add", "h100=0..2", "--work-limit", "50", "-q"],
  compare: ["compare", "nightly.yaml", "--method", "lpt,greedy", "--work-limit", "50", "-q"],
  conflict: ["explain", "infeasible.yaml", "--work-limit", "50"],
  plan: ["explain", "tonight.yaml", "PLAN"],
  costs: ["explain", "tonight.yaml", "PLAN", "--costs"],
  task: ["explain", "tonight.yaml", "PLAN", "report", "--work-limit", "20"],
  diff: ["diff", "tonight.yaml", "PLAN", "OTHER"],
};

test.each(Object.entries(ANSWERS))(
  "%s: a page without complaint, request or barrier in each look",
  async (name, words) => {
    const plans = { PLAN: at("one.json"), OTHER: at("other.json") };
    const tonight = shipped("tonight.yaml");
    await berth(["solve", tonight, "--method", "greedy", "-q", "-o", plans.PLAN]);
    await berth(["solve", tonight, "--method", "lpt", "-q", "-o", plans.OTHER]);
    const line = words.map((word) =>
      word.endsWith(".yaml") ? shipped(word) : (plans[word as keyof typeof plans] ?? word),
    );
    const path = at(`${name}.html`);
    const { stderr, status } = await berth([...line, "--report", path]);
    expect([0, 1, 2], stderr).toContain(status);
    expect(readFileSync(path).length).toBeLessThan(200_000);
    const { page, complaints, requests } = await opened(path);
    for (const width of [1440, 380]) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(50);
        expect(await barriers(page)).toEqual([]);
        const [content, screen] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          innerWidth,
        ]);
        expect(content).toBeLessThanOrEqual(screen);
      }
    }
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
    await page.close();
  },
);
