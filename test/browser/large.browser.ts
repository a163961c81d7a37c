import { statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { barriers, browserTests } from "./opened.ts";

const { at, written, opened } = browserTests();

/** A plan of so many tasks, each with a name of its own, on 100 hosts that run them one after the other. */
function files(tasks: number): readonly [instance: string, plan: string] {
  const document = {
    ...{ name: "large", mode: "batch", exclusive: true, objectives: ["makespan"] },
    resources: [{ id: "host", count: 100, price: "1/h" }],
    tasks: Array.from({ length: tasks }, (_, i) => ({ id: `job-${i}`, runtime: "7m" })),
  };
  writeFileSync(at("large.json"), JSON.stringify(document));
  const rows = document.tasks.map(({ id }, i) => {
    return `${id},host#${(i % 100) + 1},${Math.floor(i / 100) * 420_000}`;
  });
  writeFileSync(at("large.csv"), ["task,resource,start_ms", ...rows].join("\n"));
  return [at("large.json"), at("large.csv")];
}

test("20,000 tasks load, scroll, zoom and are found", async () => {
  const path = await written("large.html", ["report", ...files(20_000)], "-o");
  expect(statSync(path).size).toBeLessThan(2_000_000);
  const began = performance.now();
  const { page, complaints } = await opened(path);
  const loaded = performance.now() - began;
  const frames = await page.evaluate(async () => {
    const box = document.querySelector<HTMLElement>("#plan .viewport")!;
    const from = performance.now();
    for (let i = 1; i <= 30; i++) {
      box.scrollTop = i * 20;
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - from) / 30;
  });
  console.log(
    `20,000 tasks: ${statSync(path).size} bytes, loaded in ${Math.round(loaded)} ms, ${frames.toFixed(1)} ms a frame while scrolling`,
  );
  const canvas = page.locator("#plan canvas");
  const pixels = () => canvas.evaluate((one: HTMLCanvasElement) => one.toDataURL());
  const before = await pixels();
  await page.locator("#plan .viewport").evaluate((box) => {
    box.scrollTop = 0;
  });
  await page.waitForTimeout(100);
  const top = await pixels();
  expect(top).not.toBe(before);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(100);
  expect(await pixels()).not.toBe(top);
  await page.getByLabel("Find").fill("job-19999");
  expect(await page.locator("output").textContent()).toBe("1 of 20,000");
  await page.getByLabel("Find").press("Enter");
  expect(await page.locator("#plan .detail").textContent()).toContain("job-19999 on host#100");
  expect(complaints).toEqual([]);
  expect(await barriers(page)).toEqual([]);
});
