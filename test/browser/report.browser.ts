import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { barriers, browserTests, shipped } from "./opened.ts";

const { at, written, opened } = browserTests();
const quick = ["-q", "--time-limit", "8s"];
/** The report of a shipped instance, which is planned once. */
const solved = remembered((name: string) =>
  written(`${name}.html`, ["solve", shipped(`${name}.yaml`), ...quick]),
);

function remembered<Answer>(of: (name: string) => Answer): (name: string) => Answer {
  const known = new Map<string, Answer>();
  return (name) => {
    const answer = known.get(name) ?? of(name);
    known.set(name, answer);
    return answer;
  };
}

const LOOKS = [1440, 390].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, scheme })),
);

test.each(["tonight", "nightly", "cloud", "edge", "stages"])(
  "%s: no complaint, no request, no barrier and no sideways page, in each look",
  async (name) => {
    const path = await solved(name);
    expect(readFileSync(path).length).toBeLessThan(200_000);
    const { page, complaints, requests } = await opened(path);
    for (const { width, scheme } of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(100);
      expect(await barriers(page)).toEqual([]);
      const [content, screen] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        innerWidth,
      ]);
      expect(content).toBeLessThanOrEqual(screen);
    }
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
    await page.close();
  },
);

test("what is under the pointer is told, and a click keeps it", async () => {
  const { page } = await opened(await solved("tonight"));
  const bar = page.locator(".surface rect.bar0").first();
  await bar.hover();
  expect(await page.locator(".tip").textContent()).toMatch(
    /^pretrain on dgx#\d\n\d\d:\d\d-\d\d:\d\d \(3h\)\n/,
  );
  await bar.click();
  expect(await page.locator("#plan .detail").textContent()).toContain("pretrain on dgx#");
  await page.locator("h1").hover();
  expect(await page.locator(".tip").isHidden()).toBe(true);
});

test("buttons, wheel and dragging zoom and move, and All goes back", async () => {
  const { page } = await opened(await solved("tonight"));
  const ticks = () => page.locator(".surface text.muted").allTextContents();
  const whole = await ticks();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(50);
  expect(await ticks()).not.toEqual(whole);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  expect(await ticks()).toEqual(whole);
  const box = page.locator("#plan .viewport");
  await box.hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await page.waitForTimeout(50);
  const near = await ticks();
  expect(near).not.toEqual(whole);
  const area = (await box.boundingBox())!;
  await page.mouse.move(area.x + area.width / 2, area.y + 100);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width / 2 - 200, area.y + 100, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(50);
  expect(await ticks()).not.toEqual(near);
  // A drag selects nothing.
  expect(await page.locator("#plan .detail").textContent()).toBe("");
});

test("a search marks what it finds, and Enter goes from one to the next", async () => {
  const { page } = await opened(await solved("tonight"));
  const field = page.getByLabel("Find");
  await field.fill("SERVE");
  expect(await page.locator("output").textContent()).toBe("4 of 15");
  await page.waitForTimeout(50);
  expect(await page.locator(".surface rect.found").count()).toBe(4);
  const names = new Set<string>();
  for (let i = 0; i < 4; i++) {
    await field.press("Enter");
    names.add(((await page.locator("#plan .detail").textContent()) ?? "").split(" ")[0]);
  }
  expect([...names].sort()).toEqual(["serve#1", "serve#2", "serve#3", "serve#4"]);
  await field.fill("nothing has this name");
  expect(await page.locator("output").textContent()).toBe("0 of 15");
});

test("all pieces can be reached by keys, each in words", async () => {
  const { page } = await opened(await solved("tonight"));
  const box = page.locator("#plan .viewport");
  await box.focus();
  const detail = page.locator("#plan .detail");
  expect(await detail.getAttribute("aria-live")).toBe("polite");
  await page.keyboard.press("ArrowRight");
  const first = await detail.textContent();
  expect(first).toMatch(/ on dgx#1 - 18:00-/);
  await page.keyboard.press("ArrowDown");
  expect(await detail.textContent()).toContain(" on dgx#2 ");
  await page.keyboard.press("ArrowDown");
  expect(await detail.textContent()).toContain(" on l4 ");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  const last = await detail.textContent();
  await page.keyboard.press("ArrowRight");
  expect(await detail.textContent()).toBe(last);
  await page.keyboard.press("Escape");
  expect(await detail.textContent()).toBe("");
  const ticks = () => page.locator(".surface text.muted").allTextContents();
  const whole = await ticks();
  await page.keyboard.press("+");
  await page.waitForTimeout(50);
  expect(await ticks()).not.toEqual(whole);
  await page.keyboard.press("0");
  await page.waitForTimeout(50);
  expect(await ticks()).toEqual(whole);
});

test("the critical path, and what a bound rests on, are shown when asked for", async () => {
  const { page } = await opened(await solved("nightly"));
  const paths = page.locator(".surface polyline.path");
  expect(await paths.count()).toBe(0);
  await page.getByLabel("critical path").check();
  await page.waitForTimeout(50);
  expect(await paths.count()).toBe(1);
  await page.getByLabel("Show", { exact: true }).selectOption({ index: 1 });
  await page.waitForTimeout(50);
  expect(await page.locator("#plan .detail").textContent()).toMatch(/^The bound on \w+ rests on /);
});

test("a placement is measured by what one chooses", async () => {
  const { page } = await opened(await solved("cloud"));
  const width = () => page.locator(".surface rect.bar0").first().getAttribute("width");
  const before = await width();
  await page.getByLabel("By", { exact: true }).selectOption("gpu");
  await page.waitForTimeout(50);
  expect(await width()).not.toBe(before);
});

test("the plan and every table are saved as CSV, and the plan verifies", async () => {
  const { page } = await opened(await solved("nightly"));
  const save = async (name: string) => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: `Save as CSV: ${name}`, exact: true }).click();
    const path = at(name);
    await (await waiting).saveAs(path);
    return readFileSync(path, "utf8");
  };
  expect(await save("plan.csv")).toMatch(/^task,resource,start_ms,share,devices\n/);
  const { status, stdout } = await berth(["verify", shipped("nightly.yaml"), at("plan.csv")]);
  expect([status, stdout]).toEqual([0, expect.stringContaining("keeps every rule")]);
  expect(await save("use.csv")).toMatch(/^time_ms,cpu,memory,gpu,resources\n0,/);
  expect(await save("objectives.csv")).toMatch(/^objective,value,bound,gap,.*\nmakespan,\d+,\d+,/);
  expect(await save("cost-by-resource.csv")).toContain("\nall,");
});

test("on paper everything is there, and light", async () => {
  const { page, complaints } = await opened(await solved("tonight"), "dark");
  const box = page.locator("#plan .viewport");
  await page.evaluate(() => {
    document.querySelector<HTMLElement>("#plan .viewport")!.style.height = "120px";
  });
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(100);
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(background).toBe("rgb(255, 255, 255)");
  expect(await page.locator(".tools").first().isHidden()).toBe(true);
  const texts = await box.locator("text").allTextContents();
  expect(texts).toContain("report");
  expect(texts.some((text) => text.includes("21:"))).toBe(true);
  expect((await page.pdf()).length).toBeGreaterThan(20_000);
  await page.emulateMedia({ media: "screen" });
  await page.waitForTimeout(100);
  expect(await page.locator(".tools").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test("names of others do nothing but stand there", async () => {
  const name = "\"'></script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e";
  const path = at("hostile.json");
  const document = {
    ...{ name, mode: "batch", objectives: ["makespan"] },
    resources: [{ id: "a", count: 2, capacity: { gpu: 2 }, labels: { zone: name.slice(0, 50) } }],
    tasks: [{ id: "t", count: 2, demand: { gpu: 1 }, runtime: "1h", separate: name }],
  };
  writeFileSync(path, JSON.stringify(document));
  const page = await written("hostile.html", ["solve", path, ...quick]);
  const { page: shown, complaints, requests } = await opened(page);
  await shown.locator(".surface rect.bar0").first().hover();
  expect(complaints).toEqual([]);
  expect(requests).toHaveLength(1);
  expect(await shown.locator("h1").textContent()).toContain("</script><script>alert(1)");
  expect(await shown.locator("img").count()).toBe(0);
});
