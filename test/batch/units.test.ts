import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { distinctNames } from "../../src/batch/names.ts";
import { readUnits } from "../../src/batch/units.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

function subfolder(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(folder.path, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) folder.put(join(name, file), text);
  return join(folder.path, name);
}

test("the instance files of a folder, sorted; the rest is told with its reason", async () => {
  const path = subfolder("mixed", {
    "b.yaml": "tasks: []",
    "a.json": "{}",
    "B2.yml": "x: 1",
    c05100: "2 2\n1 2 3 4\n1 2 3 4\n5 5\n",
    "rows.csv": "id\n",
    "notes.md": "# notes",
    ".hidden.yaml": "tasks: []",
  });
  mkdirSync(join(path, "deep"));
  mkdirSync(join(path, "out"));
  symlinkSync(join(path, "nowhere"), join(path, "gone.yaml"));
  const { units, passedOver } = await readUnits(path, join(path, "out"), { seed: 3 });
  expect(units.map(({ name }) => name)).toEqual(["B2", "a", "b", "c05100", "gone"]);
  expect(units[0]).toEqual({
    name: "B2",
    file: join(path, "B2.yml"),
    options: { seed: 3 },
    found: "in-folder",
  });
  expect([...passedOver.values()]).toEqual([["deep"], ["notes.md"], ["rows.csv"]]);
  expect([...passedOver.keys()][0]).toMatch(/^folders/);
});

test("names are plain and differ without regard to case", () => {
  const files = [
    "A.yaml",
    "a.json",
    "night (1).yaml",
    "night-1-.yaml",
    "müll.yaml",
    "...",
    "x.yaml",
  ];
  const names = distinctNames(files);
  expect(names).toEqual([
    "A.yaml",
    "a.json",
    "night-1-.yaml",
    "night-1-.yaml-2",
    "m-ll",
    "instance",
    "x",
  ]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(files.length);
});

test("nothing to plan is told", async () => {
  const empty = subfolder("empty", {});
  expect((await thrownBy(() => readUnits(empty, "out", {}))).message).toMatch(
    /holds no instance files.\nMaybe it is another folder/,
  );
  const nested = subfolder("nested", {});
  mkdirSync(join(nested, "eu"));
  expect((await thrownBy(() => readUnits(nested, "out", {}))).message).toMatch(
    /Maybe name one of the folders in it/,
  );
  expect((await thrownBy(() => readUnits("nowhere", "out", {}))).message).toMatch(/does not exist/);
  const own = subfolder("own", { "a.yaml": "tasks: []" });
  expect((await thrownBy(() => readUnits(own, `${own}/.`, {}))).message).toMatch(
    /Maybe write them/,
  );
});

test("paths of a manifest are relative to it, and its options win over the defaults", async () => {
  const path = folder.put("manifest.yaml", "- { instance: eu/a.yaml, seed: 2, time: 5s }\n");
  const { units } = await readUnits(path, "out", { seed: 1, gap: 0.1 });
  expect(units).toEqual([
    {
      name: "a",
      file: join(folder.path, "eu/a.yaml"),
      time: 5000,
      options: { seed: 2, gap: 0.1 },
      found: "by-manifest",
    },
  ]);
});

test("links of a manifest stay inside its folder", async () => {
  const path = subfolder("linked", {
    "in.yaml": "tasks: []",
    "list.yaml": "- one.yaml\n- { instance: two.yaml }\n- missing.yaml\n- deep/three.yaml\n",
  });
  const outside = subfolder("outside", { "secret.yaml": "tasks: []" });
  mkdirSync(join(path, "deep"));
  symlinkSync("in.yaml", join(path, "one.yaml"));
  symlinkSync("../in.yaml", join(path, "deep", "three.yaml"));
  symlinkSync("in.yaml", join(path, "two.yaml"));
  const list = join(path, "list.yaml");
  const { units } = await readUnits(list, join(folder.path, "linked-out"), {});
  expect(units).toHaveLength(4);
  rmSync(join(path, "two.yaml"));
  symlinkSync(join(outside, "secret.yaml"), join(path, "two.yaml"));
  const error = await thrownBy(() => readUnits(list, join(folder.path, "linked-out"), {}));
  expect(error.message).toMatch(
    /^\/1\/instance \(line 2, column 15\): expected a path inside .*secret.yaml.*Maybe copy/,
  );
  expect(error.message).not.toMatch(/\/[023]\/instance/);
  rmSync(join(path, "two.yaml"));
  rmSync(join(path, "deep"), { recursive: true });
  symlinkSync(outside, join(path, "deep"));
  subfolder("outside", { "three.yaml": "tasks: []" });
  const other = await thrownBy(() => readUnits(list, join(folder.path, "linked-out"), {}));
  expect(other.message).toMatch(/^\/3\/instance: /);
  // The folder itself may be a link.
  symlinkSync(path, join(folder.path, "way-in"));
  rmSync(join(path, "deep"));
  const way = join(folder.path, "way-in", "list.yaml");
  expect((await readUnits(way, join(folder.path, "linked-out"), {})).units).toHaveLength(4);
});

test("no input lies where results are written, by whatever link", async () => {
  const path = subfolder("both", { "a.yaml": "tasks: []", "list.yaml": "- a.yaml\n" });
  symlinkSync(path, join(folder.path, "also"));
  const same = await thrownBy(() => readUnits(path, join(folder.path, "also"), {}));
  expect(same.message).toMatch(/cannot stand in the folder of the instances/);
  const out = join(folder.path, "results");
  mkdirSync(out);
  symlinkSync(path, join(out, "plans"));
  for (const input of [path, join(path, "list.yaml")]) {
    const error = await thrownBy(() => readUnits(input, out, {}));
    expect(error.message).toMatch(/lies where the results are written/);
  }
});
