import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const at = (name: string) => join(folder.path, name);

const SMALL = {
  name: "small",
  mode: "batch",
  exclusive: true,
  objectives: ["makespan", "cost"],
  resources: [{ id: "h", count: 2, price: "2/h" }],
  tasks: [{ id: "t", count: 5, runtime: "1h" }],
};

function small(): string {
  const path = at("small.json");
  writeFileSync(path, JSON.stringify(SMALL));
  return path;
}

async function planned(): Promise<readonly [instance: string, plan: string]> {
  const [instance, plan] = [small(), at("plan.json")];
  const { status } = await berth(["solve", instance, "-q", "-o", plan]);
  expect(status).toBe(0);
  return [instance, plan];
}

const read = (name: string) => readFileSync(at(name), "utf8");
const tells = (name: string, text: string) => read(name).includes(text);

test("solve writes the plan to look at in each of the three forms", async () => {
  for (const [name, sign] of [
    ["page.html", "<!DOCTYPE html>"],
    ["drawing.svg", "<svg"],
    ["trace.json", '"traceEvents"'],
  ]) {
    const { status } = await berth(["solve", small(), "-q", "--report", at(name)]);
    expect(status).toBe(0);
    expect(tells(name, sign)).toBe(true);
  }
  expect(tells("page.html", "proven optimal")).toBe(true);
});

test("report checks a plan file and writes what holds, with the bounds that were checked", async () => {
  const [instance, plan] = await planned();
  for (const name of ["a.html", "a.svg", "a.trace.json"]) {
    const { status, stderr } = await berth(["report", instance, plan, "-o", at(name)]);
    expect([status, stderr]).toEqual([0, ""]);
  }
  expect(tells("a.html", "every rule, every value and every bound with a certificate")).toBe(true);
  expect(tells("a.html", "checked: level-prices")).toBe(true);
  expect(tells("a.html", "what the bound on makespan rests on")).toBe(true);
  expect(JSON.parse(read("a.trace.json")).traceEvents.length).toBeGreaterThan(5);
  const { stdout } = await berth(["report", instance, plan, "-o", "-"]);
  expect(stdout === read("a.html")).toBe(true);
});

test("a plan of a CSV file has its values and no bounds", async () => {
  const instance = small();
  const rows = [0, 1, 2, 3, 4].map(
    (i) => `t#${i + 1},h#${(i % 2) + 1},${Math.floor(i / 2) * 3_600_000},,`,
  );
  writeFileSync(at("plan.csv"), ["task,resource,start_ms,share,devices", ...rows].join("\n"));
  const { status } = await berth(["report", instance, at("plan.csv"), "-o", at("csv.html")]);
  expect(status).toBe(0);
  expect(tells("csv.html", "nothing was proven about how good that is")).toBe(true);
  expect(tells("csv.html", "no bound")).toBe(true);
});

test("a plan that breaks a rule, or says what is not so, is not drawn", async () => {
  const [instance, plan] = await planned();
  const text = readFileSync(plan, "utf8");
  writeFileSync(at("broken.json"), text.replace('"start_ms":3600000', '"start_ms":0'));
  writeFileSync(at("lying.json"), text.replace('"value": 10800000', '"value": 1'));
  for (const name of ["broken.json", "lying.json"]) {
    const { status, stderr } = await berth(["report", instance, at(name), "-o", at("no.html")]);
    expect(status).toBe(1);
    expect(stderr).toContain("is not drawn, since it is not what it says");
    expect(existsSync(at("no.html"))).toBe(false);
  }
});

test("where there is no plan a page says why, and a drawing is refused in words", async () => {
  const path = at("none.json");
  const tasks = [{ id: "t", runtime: "5h", deadline: "1h" }];
  writeFileSync(path, JSON.stringify({ ...SMALL, tasks }));
  const page = await berth(["solve", path, "-q", "--report", at("none.html")]);
  expect(page.status).toBe(2);
  expect(tells("none.html", "No plan exists")).toBe(true);
  const drawing = await berth(["solve", path, "-q", "--report", at("none.svg")]);
  expect(drawing.status).toBe(1);
  expect(drawing.stderr).toContain("there is no plan to draw");
});

test("a report goes to a file of its own, by an ending that says what it is", async () => {
  const [instance, plan] = await planned();
  const refused = async (...words: readonly string[]) => {
    const { status, stderr } = await berth(["solve", instance, "-q", ...words]);
    expect(status).toBe(1);
    return stderr;
  };
  expect(await refused("--report", at("x.pdf"))).toContain("ends in .html, .svg or .json");
  expect(await refused("--report", "-")).toContain("needs the name of a file");
  expect(await refused("--report", at("x.json"), "-o", at("x.json"))).toContain("name two files");
  expect(await refused("--report", instance)).toContain("is read by this command");
  const { status } = await berth(["report", instance, plan, "-o", plan]);
  expect(status).toBe(1);
});

test("a replan tells what changed", async () => {
  const [instance, plan] = await planned();
  const words = ["--from", plan, "--now", "1h30m", "--down", "h#2", "-q"];
  const { status } = await berth(["replan", instance, ...words, "--report", at("replan.html")]);
  expect(status).toBe(0);
  expect(tells("replan.html", "What changed")).toBe(true);
  expect(tells("replan.html", "Run again, since what they ran on is down")).toBe(true);
});

test("answers that are no plans are written as pages alone, and where nothing else goes", async () => {
  const instance = small();
  const table = ["whatif", instance, "--add", "h=0..1", "--work-limit", "20", "-q"];
  expect((await berth([...table, "--report", at("table.html")])).status).toBe(0);
  expect(tells("table.html", "What each change would save")).toBe(true);
  const wrong = await berth([...table, "--report", at("table.svg")]);
  expect([wrong.status, wrong.stdout]).toEqual([1, ""]);
  expect(wrong.stderr).toContain(".html");
  const over = await berth([...table, "--report", instance]);
  expect(over.status).toBe(1);
  const judge = ["compare", instance, "--method", "lpt", "--work-limit", "20", "-q"];
  const both = [...judge, "--csv", at("x.csv"), "--report", at("x.csv")];
  expect((await berth(both)).status).toBe(1);
  expect(existsSync(at("x.csv"))).toBe(false);
});
