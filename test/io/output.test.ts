import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkOutput } from "../../src/io/output.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const at = (name: string) => join(folder.path, name);

function check(path: string, inputs: readonly string[] = [], endings = [".json", ".csv"]) {
  return checkOutput(path, { endings, inputs });
}

test("an input is never written over, by whatever name", async () => {
  const input = folder.put("input.json", "{}");
  symlinkSync(input, at("link.json"));
  symlinkSync(at("link.json"), at("link-of-link.json"));
  linkSync(input, at("hard.json"));
  mkdirSync(at("inside"));
  await expect(check(input, ["other", input])).rejects.toThrow(
    /input.json is read by this command/,
  );
  for (const other of ["link.json", "link-of-link.json", "hard.json", "inside/../input.json"]) {
    await expect(check(`${folder.path}/${other}`, [input])).rejects.toThrow(
      /is the same file as .*input.json.*\nMaybe write to another file/,
    );
    // The other way round: the input goes by the link.
    await expect(check(input, [`${folder.path}/${other}`])).rejects.toThrow(/is the same file/);
  }
  await check(at("new.json"), [input]);
  writeFileSync(at("old.json"), "{}");
  await check(at("old.json"), [input]);
});

test("a copy of an input may be replaced", async () => {
  const [one, two] = [folder.put("one.json", "{}"), folder.put("two.json", "{}")];
  await check(two, [one]);
});

test("the ending says what is written, and stdout and devices need none", async () => {
  await check(at("plan.JSON"));
  await check(at("plan.csv"));
  await check("-");
  await check("/dev/null");
  for (const name of ["plan", "plan.txt", "plan.json.bak", ".json"]) {
    await expect(check(at(name))).rejects.toThrow(
      /expected a file name that ends in .json or .csv/,
    );
  }
  await expect(check(at("x.yaml"), [], [".json"])).rejects.toThrow(
    /ends in .json.\nMaybe .*x.json/,
  );
});

test("a compressed file is named without its packing", async () => {
  await expect(check(at("plan.json.gz"))).rejects.toThrow(/Maybe write .*\/plan.json.$/);
  await expect(check("/proc/self/nothing")).rejects.toThrow("Maybe write -o - for stdout.");
});

test("what cannot be written is told before any work, with its name and a mend", async () => {
  mkdirSync(at("folder.json"));
  await expect(check(at("folder.json"))).rejects.toThrow(/is a folder, not a file/);
  await expect(check(at("no/such/plan.json"))).rejects.toThrow(/there is no folder .*no\/such/);
  await expect(check(join(folder.put("file", ""), "plan.json"))).rejects.toThrow(
    /a part of its path is a file/,
  );
  await expect(check("")).rejects.toThrow(/needs a file name/);
  await expect(check("a\0b.json")).rejects.toThrow(/needs a file name/);
});
