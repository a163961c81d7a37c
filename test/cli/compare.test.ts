import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const INSTANCES = "unrelated:tasks=8,resources=3,seed=1..3";
const QUIET = ["--work-limit", "200", "-q"];

interface Told {
  readonly contestants: readonly { contestant: string; gap: { worst_instance: string } }[];
  readonly instances: readonly { instance: string; runs: readonly { gap: number }[] }[];
}

describe("berth compare", () => {
  test("judges, keeps the worst for replay, and goes on where it was", async () => {
    const [kept, out] = [join(folder.path, "kept"), join(folder.path, "out")];
    const words = ["compare", INSTANCES, "--method", "first-fit,auto", ...QUIET];
    const all = [...words, "--keep", kept, "-o", out, "--json"];
    const { status, stdout } = await berth(all);
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as Told;
    expect(told.contestants.map(({ contestant }) => contestant)).toEqual(["first-fit", "auto"]);
    expect(told.instances).toHaveLength(3);
    const worst = Math.max(...told.instances.map(({ runs }) => runs[0]!.gap));
    expect(worst).toBeGreaterThan(0);

    const file = join(kept, "first-fit.json");
    expect(JSON.parse(readFileSync(file, "utf8")).name).toBe(
      told.contestants[0]!.gap.worst_instance,
    );
    const replay = await berth(["verify", file, join(kept, "first-fit.plan.csv"), "--json", "-q"]);
    expect(JSON.parse(replay.stdout)).toMatchObject({ ok: true });

    // The last line is lost in a kill: that instance alone is judged again; the others word for word as before.
    const path = join(out, "compared.ndjson");
    const lines = readFileSync(path, "utf8").split("\n");
    const cut = `${lines.slice(0, 2).join("\n")}\n${lines[2]!.slice(0, 40)}`;
    folder.put("out/compared.ndjson", cut);
    const again = JSON.parse((await berth(all)).stdout) as Told;
    expect(again.instances.slice(0, 2)).toEqual(told.instances.slice(0, 2));
    expect(again.instances[2]!.runs.map(({ gap }) => gap)).toEqual(
      told.instances[2]!.runs.map(({ gap }) => gap),
    );
    appendFileSync(path, "no line of ours\n");
    expect(JSON.parse((await berth(all)).stdout)).toEqual(again);
  });

  test("an instance that cannot be read is told, and the others are judged", async () => {
    const broken = folder.put("broken.json", "{");
    const words = ["compare", broken, "unrelated:tasks=3,resources=2", "--method", "lpt"];
    const { status, stdout } = await berth([...words, ...QUIET]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^lpt +1\/1/m);
    expect(stdout).toContain("Not read: broken:");
  });

  test.each([
    [[], "There is nobody to compare"],
    [["--method", "magic"], "magic"],
    [["--method", "lpt", "--cmd", "lpt=true"], "Two contestants are called lpt"],
    [["--plans", "mine"], "Maybe write --plans 'mine=plans/'"],
    [["--cmd", "true"], "Maybe write --cmd 'mine=python3 mine.py {instance} {plan}'"],
    [["--method", "lpt", "--csv", "a.txt"], ".csv"],
  ])("%s is answered by a sentence", async (words, sentence) => {
    const { status, stderr } = await berth(["compare", INSTANCES, ...words]);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
  });

  test("a program needs no name where its file has one", async () => {
    const words = ["compare", "unrelated:tasks=2,resources=2", "--cmd", "cat lists/mine.py"];
    const { stdout } = await berth([...words, ...QUIET]);
    expect(stdout).toMatch(/^mine +0\/1/m);
    expect(stdout).toContain("mine: 1 crashed.");
  });
});
