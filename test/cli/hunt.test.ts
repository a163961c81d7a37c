import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

describe("berth hunt", () => {
  test("saves what it finds, so that it can be looked at again", async () => {
    const kept = join(folder.path, "kept");
    const sizes = ["--family", "identical", "--resources", "2", "--until", "1.1"];
    const words = ["hunt", "lpt", ...sizes, "--work-limit", "400", "--keep", kept, "-q"];
    const { status, stdout } = await berth(words);
    expect(status).toBe(0);
    expect(stdout).toContain("lpt-list comes to");
    const file = join(kept, "lpt-list-identical.json");
    const replay = await berth([
      "verify",
      file,
      join(kept, "lpt-list-identical.plan.csv"),
      "--json",
    ]);
    expect(JSON.parse(replay.stdout)).toMatchObject({ ok: true });
    const told = JSON.parse((await berth([...words, "--json"])).stdout);
    expect(told.families[0].found.ratio).toBeGreaterThanOrEqual(1.1);
    expect(told.families[0].found.instance).toEqual(JSON.parse(readFileSync(file, "utf8")));
    expect(told.saved).toEqual([file]);
  });

  test("hunts a scheduler of one's own", async () => {
    const text = `export const plan = ({ resources, tasks }) => {
      let now = 0;
      return tasks.map(({ id, on }) => {
        const start_ms = now;
        now += on[resources[0].id].runtime_ms;
        return { task: id, resource: resources[0].id, start_ms };
      });
    };`;
    const module = folder.put("one.mjs", text);
    const words = ["hunt", "--module", module, "--family", "identical", "--work-limit", "60"];
    const { status, stdout } = await berth([...words, "--keep", join(folder.path, "own"), "-q"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^identical +3 /m);
  });

  test.each([
    [[], "One method is hunted at a time, not 0"],
    [["lpt", "--cmd", "mine=true"], "One method is hunted at a time, not 2"],
    [["lpd"], "lpd"],
    [["lpt", "--until", "4/"], "Write a ratio above 1"],
    [["lpt", "--until", "1/0"], "Write a ratio above 1"],
    [["lpt", "--family", "bins"], 'There is no family "bins"'],
    [["lpt", "--resources", "0"], "Write a whole number from 1 on"],
  ])("refuses %j", async (words, reason) => {
    const { status, stderr } = await berth(["hunt", ...words, "-q"]);
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });
});
